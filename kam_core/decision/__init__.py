"""The decision of an account: who is willing, what they fear, who can stop it, and who they are (methods 11 and 17)."""
