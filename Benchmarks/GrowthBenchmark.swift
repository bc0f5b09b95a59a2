import Foundation
import LocalServices
import Postgres
import StoreBase

/// How much one installation carries with more cases and with more processors: commands and lists, in turns within one run.
/// `docs/benchmarks.md` tells what the figures mean.
public struct GrowthBenchmark: Sendable {
  private static let connections = 8
  /// More than connections, so that these always have work.
  private static let inFlight = 32
  /// Seconds before and after the window in which commands are counted.
  private static let lead = 1
  private static let trail = 1

  private let sizes: [Int]
  private let processors: [Int]
  private let seconds: Int
  private let rounds: Int
  private let format: ReportFormat

  /// - Parameters:
  ///   - sizes: how many cases there are; each in a database of its own.
  ///   - processors: how many are used; more than the machine has are left out.
  ///   - seconds: how long each part of a round takes.
  public init(
    sizes: [Int] = [10_000, 100_000],
    processors: [Int] = [1, 2],
    seconds: Int = 5,
    rounds: Int = 3,
    format: ReportFormat = .text
  ) {
    self.sizes = sizes.map { max(1, $0) }
    self.processors = processors.map { max(1, $0) }
    self.seconds = max(1, seconds)
    self.rounds = max(1, rounds)
    self.format = format
  }

  /// Measures, checks every journal, and prints the figures. Progress goes to standard error.
  public func run() async throws {
    try await LocalPostgres.measured { try await measure(on: $0) }.print(as: format)
  }

  /// One database of one size, and what works on it.
  private struct Part {
    let size: Int
    let store: CommandStore
    let commands: DoorLoad
    let reads: ReadingLoad
  }

  private func measure(on postgres: LocalPostgres) async throws -> Report {
    let keyring = try Keyring(text: Keyring.newText(keyName: "bench"))
    var parts: [Part] = []
    for size in sizes { parts.append(try await part(size, on: postgres, keyring)) }
    let machine = try Processors(of: postgres)
    let counts = processors.filter { $0 <= machine.all.count }
    var figures = Figures(
      columns: parts.flatMap { part in counts.flatMap { [Self.commands(part.size, $0), Self.lists(part.size, $0)] } },
      unit: "/s"
    )
    for number in 1...rounds {
      var round = Figures.Round(flushMicroseconds: try FlushCost.measure(in: postgres.folder))
      for count in counts {
        try await machine.use(count)
        for part in parts {
          round.rates[Self.commands(part.size, count)] = try await commands(part)
          round.rates[Self.lists(part.size, count)] = try await part.reads.rate(.list, seconds: seconds)
        }
      }
      try await machine.use(machine.all.count)
      for column in figures.columns {
        Progress.say("round \(number) of \(rounds), \(column): \(Int(round.rates[column] ?? 0))/s")
      }
      figures.add(round)
    }
    compare(counts, in: &figures)
    let note =
      "\(Self.connections) connections; this process, with what gives the commands, and PostgreSQL share the processors"
    var notes = [note]
    for part in parts {
      notes.append(try await part.store.verify(keyring, cases: part.size))
      await part.store.pool.close()
    }
    return Report(title: "Growth by cases and by processors", figures: figures, notes: notes)
  }

  private func part(_ size: Int, on postgres: LocalPostgres, _ keyring: Keyring) async throws -> Part {
    let (store, opened) = try await CommandStore.filled(
      "bench_growth_\(size)",
      on: postgres,
      keyring,
      cases: size,
      connections: Self.connections
    )
    let part = Part(
      size: size,
      store: store,
      commands: DoorLoad(door: store.door(keyring), inFlight: Self.inFlight),
      reads: ReadingLoad(reader: store.reader(keyring), cases: opened, inFlight: Self.connections)
    )
    // What is measured has run before: plans and caches.
    try await part.commands.run(on: opened, until: .now + .seconds(1))
    _ = try await part.reads.rate(.list, seconds: 1)
    return part
  }

  /// - Returns: how many commands a second were committed.
  private func commands(_ part: Part) async throws -> Double {
    let count = try await JournalCount(part.store)
    try await part.commands.run(on: part.reads.cases, until: .now + .seconds(Self.lead + seconds + Self.trail))
    return try await count.outcome(lead: Self.lead, seconds: seconds).rate
  }

  /// The most against the fewest: cases with all processors, and processors with most cases.
  private func compare(_ counts: [Int], in figures: inout Figures) {
    guard let (few, many) = Self.ends(sizes), let (one, all) = Self.ends(counts) else { return }
    for column in [Self.commands, Self.lists] {
      if few < many { figures.compare(column(many, all), over: column(few, all), reach: 0.8) }
      if one < all {
        figures.compare(column(many, all), over: column(many, one), reach: 0.75 * Double(all) / Double(one))
      }
    }
  }

  private static func ends(_ numbers: [Int]) -> (Int, Int)? {
    guard let least = numbers.min(), let most = numbers.max() else { return nil }
    return (least, most)
  }

  private static func commands(_ size: Int, _ processors: Int) -> String { "commands, \(name(size, processors))" }
  private static func lists(_ size: Int, _ processors: Int) -> String { "lists, \(name(size, processors))" }

  private static func name(_ size: Int, _ processors: Int) -> String {
    "\(size) cases, \(processors) processor\(processors == 1 ? "" : "s")"
  }
}
