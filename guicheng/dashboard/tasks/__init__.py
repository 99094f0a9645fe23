"""任务: asking communities, answering, giving back, reminding, and who has answered."""
