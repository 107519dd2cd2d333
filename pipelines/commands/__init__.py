"""The commands of `jmdi`, by who types them. Heavy imports wait inside the commands, so that help comes at once."""
