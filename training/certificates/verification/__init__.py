"""What anybody may learn who holds a certificate in hand."""
