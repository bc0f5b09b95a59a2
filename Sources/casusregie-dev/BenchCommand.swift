public import ArgumentParser
public import Benchmarks
import Commands

struct BenchCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench",
    abstract: "Measures the service beside the limit that the machine sets.",
    subcommands: [
      Commands.self, HTTP.self, Inbox.self, Flood.self, Relay.self, Latency.self, Timers.self, Plan.self, Settings.self,
      Family.self, Growth.self, Reading.self,
    ]
  )

  struct Commands: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Commands a second through the door, against pgbench with the same reads and writes.",
      discussion: "Example: casusregie-dev bench commands --seconds 10 --rounds 3"
    )

    @Option(help: "How many cases there are.") var cases = 100_000
    @Option(help: "How long each part of a round takes.") var seconds = 10
    @Option(help: "How many rounds.") var rounds = 3
    @Option(help: "How the figures are printed: text or json.") var format = ReportFormat.text

    func run() async throws {
      try await reporting {
        try await CommandBenchmark(cases: cases, seconds: seconds, rounds: rounds, format: format).run()
      }
    }
  }

  struct HTTP: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "http",
      abstract: "Commands a second over REST, with TLS and a token, against the same commands at the door.",
      discussion: "Example: casusregie-dev bench http --seconds 10 --rounds 3"
    )

    @Option(help: "How many commands are given at a time, each over its own connection; may be given more than once.")
    var connections = [8, 64]
    @Option(help: "How many cases there are.") var cases = 10_000
    @Option(help: "How long each part of a round takes.") var seconds = 10
    @Option(help: "How many rounds.") var rounds = 3
    @Option(help: "How the figures are printed: text or json.") var format = ReportFormat.text

    func run() async throws {
      try await reporting {
        let benchmark = HTTPBenchmark(
          crowds: connections,
          cases: cases,
          seconds: seconds,
          rounds: rounds,
          format: format
        )
        try await benchmark.run()
      }
    }
  }

  struct Inbox: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Commands a second over a queue, signed and encrypted, against the same commands at the door.",
      discussion: "Example: casusregie-dev bench inbox --commands 8000 --rounds 3"
    )

    @Option(help: "How many commands each part of a round gives.") var commands = 8_000
    @Option(help: "How many cases there are.") var cases = 10_000
    @Option(help: "How many rounds.") var rounds = 3
    @Option(help: "How the figures are printed: text or json.") var format = ReportFormat.text

    func run() async throws {
      try await reporting {
        try await InboxBenchmark(commands: commands, cases: cases, rounds: rounds, format: format).run()
      }
    }
  }

  struct Relay: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Events a second from the outbox to confirmed, against a bare publisher.",
      discussion: "Example: casusregie-dev bench relay --events 50000 --rounds 3"
    )

    @Option(help: "How many events each part of a round sends.") var events = 50_000
    @Option(help: "To how many recipients.") var recipients = 8
    @Option(help: "How many rounds.") var rounds = 3
    @Option(help: "How the figures are printed: text or json.") var format = ReportFormat.text

    func run() async throws {
      try await reporting {
        try await RelayBenchmark(events: events, recipients: recipients, rounds: rounds, format: format).run()
      }
    }
  }
}

extension BenchCommand {
  struct Latency: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "From commit to the partner's hands, against a commit and a confirmed publish.",
      discussion: "Example: casusregie-dev bench latency --rate 500 --seconds 10"
    )

    @Option(help: "How many commands a second.") var rate = 500
    @Option(help: "How long commands are given.") var seconds = 10
    @Option(help: "How many cases there are.") var cases = 5_000
    @Option(help: "How the figures are printed: text or json.") var format = ReportFormat.text

    func run() async throws {
      try await reporting {
        try await LatencyBenchmark(rate: rate, seconds: seconds, cases: cases, format: format).run()
      }
    }
  }

  struct Flood: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "How long the commands of a partner take amid a flood of another's, against without one.",
      discussion: "Example: casusregie-dev bench flood --flood 100000 --commands 500"
    )

    @Option(help: "How many commands the one gives.") var flood = 100_000
    @Option(help: "How many commands the other gives.") var commands = 500
    @Option(help: "How the figures are printed: text or json.") var format = ReportFormat.text

    func run() async throws {
      try await reporting { try await FloodBenchmark(flood: flood, commands: commands, format: format).run() }
    }
  }
}

extension BenchCommand {
  struct Plan: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "The preview of another term over many running cases, against one read of the same rows.",
      discussion: "Example: casusregie-dev bench plan --cases 100000 --rounds 3"
    )

    @Option(help: "How many running cases there are.") var cases = 100_000
    @Option(help: "How many rounds.") var rounds = 3
    @Option(help: "How the figures are printed: text or json.") var format = ReportFormat.text

    func run() async throws {
      try await reporting { try await PlanBenchmark(cases: cases, rounds: rounds, format: format).run() }
    }
  }

  struct Settings: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "How long a proposal and an approval of other settings take, where much is set differently.",
      discussion: "Example: casusregie-dev bench settings --workflow workflows/aanvraag-omgevingsvergunning"
    )

    @Option(help: "The folder of the workflow, with scenarios.") var workflow: String
    @Option(help: "How many regions there are, each with settings of its own for every type of case.") var regions = 25
    @Option(help: "How many versions of the workflow cases follow.") var versions = 3
    @Option(help: "How many rounds.") var rounds = 3
    @Option(help: "How the figures are printed: text or json.") var format = ReportFormat.text

    func run() async throws {
      try await reporting {
        try await SettingsBenchmark(
          path: workflow,
          regions: regions,
          versions: versions,
          rounds: rounds,
          format: format
        ).run()
      }
    }
  }

  struct Family: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "What a command costs on a case with many children or a long journal, against the same on a small one.",
      discussion: "Example: casusregie-dev bench family --commands 100"
    )

    @Option(help: "How many commands are given on each case.") var commands = 100
    @Option(help: "How many children a case has; may be given more than once.")
    var children = [2, 200, FamilyBenchmark.most]
    @Option(help: "How many commands a case has behind it; may be given more than once.") var history = [10, 2_000]
    @Option(help: "How the figures are printed: text or json.") var format = ReportFormat.text

    func run() async throws {
      let benchmark = FamilyBenchmark(sizes: children, histories: history, commands: commands, format: format)
      try await reporting { try await benchmark.run() }
    }
  }

  struct Timers: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "How late deadlines fire when an instance is killed, how long a start takes, and what idling costs.",
      discussion: "Example: casusregie-dev bench timers --cases 100000 --rounds 3"
    )

    @Option(help: "How many open cases there are, with ten waiting timers each.") var cases = 100_000
    @Option(help: "How many deadlines come due together.") var due = 1_000
    @Option(help: "How many timers are there that fired before and were not removed yet.") var settled = 0
    @Option(help: "How often each is done.") var rounds = 3
    @Option(help: "For how many seconds an idle instance is looked at.") var seconds = 30
    @Option(help: "How the figures are printed: text or json.") var format = ReportFormat.text

    func run() async throws {
      try await reporting {
        let benchmark = TimerBenchmark(
          cases: cases,
          due: due,
          settled: settled,
          rounds: rounds,
          seconds: seconds,
          format: format
        )
        try await benchmark.run()
      }
    }
  }
}

extension ReportFormat: ExpressibleByArgument {}
