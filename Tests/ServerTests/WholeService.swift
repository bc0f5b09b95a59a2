import Testing

/// Tests of the program as it is run: processes, a database and a broker of their own, and what happens when they die. Each
/// fills a small machine, so they take turns.
@Suite(.serialized, .timeLimit(.minutes(12))) enum WholeService {}
