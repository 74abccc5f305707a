"""What the owner tells, keeps, changes and corrects in words, as commands. Nothing is run or saved here."""
