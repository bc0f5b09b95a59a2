public struct CommandBenchmark { public init(cases: Int, seconds: Int, rounds: Int) {}; public func run() async throws {} }
public struct RelayBenchmark { public init(events: Int, recipients: Int, rounds: Int) {}; public func run() async throws {} }
