import Testing

/// Walks and explorations compute for minutes without a pause, and Swift has as many threads for tasks as there are cores:
/// side by side they would leave none for all the tests that wait for a server.
@Suite(.serialized) struct OneAtATime {}
