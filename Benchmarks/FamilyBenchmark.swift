import CaseCore
import Foundation
import LocalServices

/// What a command costs on a case with many children, beside the same command on a case with few. `docs/benchmarks.md` tells
/// what the figures mean.
public struct FamilyBenchmark: Sendable {
  private let sizes: [Int]
  private let commands: Int
  private let format: ReportFormat

  /// - Parameters:
  ///   - sizes: how many children the cases have; the first is what the others are held against.
  ///   - commands: how many are given on each.
  public init(sizes: [Int] = [2, 200, FamilyBenchmark.most], commands: Int = 100, format: ReportFormat = .text) {
    self.sizes = sizes
    self.commands = max(1, commands)
    self.format = format
  }

  /// As many as a case can have.
  public static let most = Case.mostChildren

  /// Measures and prints the figures. Progress goes to standard error.
  public func run() async throws {
    let postgres = try await LocalPostgres.start(in: .temporary)
    do {
      let store = try await FamilyStore(on: postgres)
      try await measure(store).print(as: format)
      await store.close()
      await postgres.stop()
    } catch {
      await postgres.stop()
      throw error
    }
  }

  private func measure(_ store: FamilyStore) async throws -> LimitReport {
    var report = LimitReport(title: "A command on one child of a case, one after the other")
    var first: Double?
    for size in sizes {
      let alias = try await store.open(children: size)
      var times: [Double] = []
      for _ in 1...commands {
        let began = ContinuousClock.now
        try await store.update(child: size / 2 + 1, of: alias)
        times.append((ContinuousClock.now - began) / .milliseconds(1))
      }
      Progress.say("\(size) children: \(times.median) ms")
      let base = first ?? times.median
      first = base
      report.lines.append(.init(what: "\(size) children", figure: times.median, unit: "ms"))
      report.lines.append(.init(what: "\(size) children, beside \(sizes[0])", figure: times.median / base, unit: "×"))
    }
    report.notes.append(
      "medians of \(commands) commands; the whole case is decrypted, decided on, encrypted and written"
    )
    return report
  }
}
