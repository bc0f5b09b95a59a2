// Timers
