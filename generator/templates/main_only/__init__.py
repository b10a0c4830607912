"""What only the main template has, besides the tables: functions with `run_in: main_region`, and migrations."""
