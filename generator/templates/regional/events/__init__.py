"""What calls the functions of a region besides the API: schedules and queues. Streams are the main region's alone."""
