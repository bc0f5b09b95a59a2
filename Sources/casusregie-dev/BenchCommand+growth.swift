import ArgumentParser
import Benchmarks
import Commands

extension BenchCommand {
  struct Growth: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Commands and lists a second, with few and many cases, on one processor and on more.",
      discussion: "Example: casusregie-dev bench growth --cases 10000 --cases 100000 --processors 1 --processors 2"
    )

    @Option(help: "How many cases there are; may be given more than once.") var cases = [10_000, 100_000]
    @Option(help: "How many processors are used; may be given more than once. More than there are are left out.")
    var processors = [1, 2]
    @Option(help: "How long each part of a round takes.") var seconds = 5
    @Option(help: "How many rounds.") var rounds = 3
    @Option(help: "How the figures are printed: text or json.") var format = ReportFormat.text

    func run() async throws {
      try await reporting {
        try await GrowthBenchmark(
          sizes: cases,
          processors: processors,
          seconds: seconds,
          rounds: rounds,
          format: format
        ).run()
      }
    }
  }

  struct Reading: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Reads a second with the database's policies on rows, against without them.",
      discussion: "Example: casusregie-dev bench reading --cases 100000 --rounds 3"
    )

    @Option(help: "How many cases there are, all of one organisation.") var cases = 100_000
    @Option(help: "How long each part of a round takes.") var seconds = 5
    @Option(help: "How many rounds.") var rounds = 3
    @Option(help: "How the figures are printed: text or json.") var format = ReportFormat.text

    func run() async throws {
      try await reporting {
        try await ReadingBenchmark(cases: cases, seconds: seconds, rounds: rounds, format: format).run()
      }
    }
  }
}
