import CaseCore
import DeadlineTimers
import DutchMessages
import Foundation
import Postgres
import StoreAdministration
import StoreBase
import TestOffice
import Testing

@Suite("Erasure") struct ErasureTests {
  @Test("after it nothing can be read, and all that must go on goes on") func erased() async throws {
    let office = try await Office()
    let alias = try await office.apply(id: "first").alias
    let id = try await office.caseID(alias)
    try await office.grant(alias)
    #expect(try await office.count("select count(*) from timer where outcome is null") == 2)
    let answer = try await office.destroy(alias, id: "last")
    #expect(answer.revision == 4)
    #expect(try await office.count("select count(*) from keyring.case_key") == 0)
    #expect(
      try await office.count("select count(*) from case_file where snapshot is null and state = 'destroyed'") == 1
    )
    #expect(try await office.count("select count(*) from timer where outcome is null") == 0)
    // The chain is whole, and counted as one without content.
    let report = try await office.verify()
    #expect(report.faults == [] && report.cases == 1 && report.entries == 4 && report.erased == 1)
    // Who asks again gets the same answer; whoever asks for more finds no case.
    #expect(try await office.destroy(alias, id: "last") == answer)
    #expect(try await office.note(alias) == .refused(.unknownCase))
    #expect(try await office.door.fire([id]).map { try $0.outcome.get() } == [[]])
    #expect(try await office.count("select count(*) from journal") == 4)
  }

  @Test("others keep their content") func others() async throws {
    let office = try await Office()
    let (one, other) = try await (office.apply().alias, office.apply().alias)
    try await office.grant(one)
    _ = try await office.destroy(one)
    #expect(try await office.note(other).revision == 2)
    let report = try await office.verify()
    #expect(report.faults == [] && report.cases == 2 && report.erased == 1)
  }
}
