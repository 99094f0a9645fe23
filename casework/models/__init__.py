"""What moves from hand to hand: residents' requests, and the phones of the heads who settle them."""
