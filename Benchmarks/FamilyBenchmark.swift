import CaseCore
import Foundation
import LocalServices

/// What a command costs on a case with many children, and on one with a long journal, beside the same command on a case with
/// few. `docs/benchmarks.md` tells what the figures mean.
public struct FamilyBenchmark: Sendable {
  private let sizes: [Int]
  private let histories: [Int]
  private let commands: Int
  private let format: ReportFormat

  /// - Parameters:
  ///   - sizes: how many children the cases have; the first is what the others are held against.
  ///   - histories: how many commands the cases have behind them; the first is what the others are held against.
  ///   - commands: how many are given on each.
  public init(
    sizes: [Int] = [2, 200, FamilyBenchmark.most],
    histories: [Int] = [10, 2_000],
    commands: Int = 100,
    format: ReportFormat = .text
  ) {
    self.sizes = sizes
    self.histories = histories
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
      var report = LimitReport(title: "A command on one child of a case, one after the other")
      try await measureChildren(store, in: &report)
      try await measureHistories(store, in: &report)
      report.notes.append(
        "medians of \(commands) commands; the whole case is decrypted, decided on, encrypted and written"
      )
      report.notes.append("to read is the case, and the first page of its journal")
      try report.print(as: format)
      await store.close()
      await postgres.stop()
    } catch {
      await postgres.stop()
      throw error
    }
  }

  private func measureChildren(_ store: FamilyStore, in report: inout LimitReport) async throws {
    var base: Double?
    for size in sizes {
      let alias = try await store.open(children: size)
      let time = try await median { try await store.update(child: size / 2 + 1, of: alias) }
      Progress.say("\(size) children: \(time) ms")
      report.lines.append(.init(what: "\(size) children", figure: time, unit: "ms"))
      if let base {
        // Each fifty children may cost as much as the case has without them.
        let limit = 1 + Double(size) / 50
        report.lines.append(
          .init(what: "\(size) children, beside \(sizes[0])", figure: time / base, unit: "×", limit: limit)
        )
      }
      base = base ?? time
    }
  }

  private func measureHistories(_ store: FamilyStore, in report: inout LimitReport) async throws {
    var base: Double?
    for count in histories {
      let alias = try await store.open(children: 2)
      for _ in 0..<count { try await store.update(child: 1, of: alias) }
      let read = try await median { try await store.read(alias) }
      let write = try await median { try await store.update(child: 1, of: alias) }
      Progress.say("\(count) commands before: \(write) ms, to read \(read) ms")
      report.lines.append(.init(what: "\(count) commands before", figure: write, unit: "ms"))
      report.lines.append(.init(what: "\(count) commands before, to read", figure: read, unit: "ms"))
      if let base {
        let beside = "beside \(histories[0])"
        report.lines.append(
          .init(what: "\(count) commands before, \(beside)", figure: write / base, unit: "×", limit: 1.5)
        )
      }
      base = base ?? write
    }
  }

  /// In milliseconds.
  private func median(_ work: () async throws -> Void) async throws -> Double {
    var times: [Double] = []
    for _ in 1...commands {
      let began = ContinuousClock.now
      try await work()
      times.append((ContinuousClock.now - began) / .milliseconds(1))
    }
    return times.median
  }
}
