"""Ways to find the command a clause means, one file each; found by their place, tried in the order of their rank."""
