"""What may be handed on of a build, and what is erased of a delivery: rules on consent, sensitivity and personal data."""
