import CaseCore
import Foundation
import Postgres
import StoreAdministration
import StoreBase
import TestOffice
import Testing

/// Moves among commands that do not wait for them.
@Suite("Moving cases while people work", .timeLimit(.minutes(5))) struct MoveUnderLoadTests {
  @Test("plan after plan moves all cases, no command is lost and every journal holds") func load() async throws {
    let next = try PermitWorkflow.next()
    let office = try await Office(connections: 6, versions: [next])
    var aliases: [UUID] = []
    for _ in 0..<30 { aliases.append(try #require(try await office.apply().alias)) }
    let migrator = try await CaseUpgraderTests.migrator(office, to: next, casesPerBatch: 7)
    let cases = aliases + aliases.reversed() + aliases
    let accepted = try await withThrowingTaskGroup(of: Int.self) { group in
      group.addTask { try await Self.moveAll(migrator) }
      for part in 0..<3 {
        group.addTask {
          var count = 0
          for alias in cases[part * 30..<part * 30 + 30] where try await office.note(alias).revision != nil {
            count += 1
          }
          return count
        }
      }
      return try await group.reduce(0, +)
    }
    #expect(accepted == cases.count + aliases.count)
    #expect(try await office.count("select count(*) from case_file where version = '1.0.0'") == 0)
    #expect(try await office.count("select count(*) from journal where kind = 'migration'") == aliases.count)
    for alias in aliases {
      let id = try await office.caseID(alias)
      #expect(try await office.runningTimers(id) == office.runningTimers(office.stored(id)))
    }
    #expect(try await office.verify().faults == [])
  }

  /// - Returns: how many cases moved.
  private static func moveAll(_ migrator: CaseUpgrader) async throws -> Int {
    var moved = 0
    while true {
      let plan = try await migrator.plan()
      guard plan.moves > 0 else { return moved }
      do throws(StoreError) {
        let report = try await migrator.carryOut(plan.digest)
        moved += report.moved
      } catch {
        guard case .planOutdated = error else { throw error }
      }
    }
  }
}
