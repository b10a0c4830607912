"""What only the main template holds: the tables, with their replicas in every region [aws-facts 1.1]."""
