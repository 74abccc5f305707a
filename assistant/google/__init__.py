"""Google, by the owner's own permission: signing in, and asking its APIs."""
