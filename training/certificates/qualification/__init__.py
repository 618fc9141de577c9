"""Is this person qualified for this post on this date?"""
