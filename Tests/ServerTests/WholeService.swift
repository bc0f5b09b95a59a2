import Testing

/// Tests of the program as it is run: processes, a database and a broker of their own, and what happens when they die. Each
/// fills much of a small machine, so `scripts/test` runs them in a process of their own, few at a time.
@Suite(.timeLimit(.minutes(12))) enum WholeService {}
