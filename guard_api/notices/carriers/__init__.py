"""How a message is handed over: by mail server, push service, group robot or webhook."""
