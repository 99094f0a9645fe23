"""月度冻结: a closed month kept as it was reported, beside what the records say of it today."""
