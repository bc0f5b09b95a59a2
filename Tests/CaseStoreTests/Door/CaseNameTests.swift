import CaseCore
import CaseDoor
import Foundation
import Postgres
import StoreBase
import TestOffice
import Testing

/// What people call a case, as it is drawn and kept.
///
/// They must fail when `PostgresError.isConflict` does not know a name that is taken, when `Verdict.statements` leaves out what finds a case by its
/// name, and when the trigger on keys is gone.
@Suite("A case gets a name") struct CaseNameTests {
  private static let workflow: Workflow = {
    var workflow = PermitWorkflow.workflow
    workflow.namesCases = true
    return workflow
  }()

  @Test("that follows from the command, and is another when it is taken") func taken() async throws {
    let office = try await Office(workflow: Self.workflow)
    let ids = ["a", "b"].map { office.keyring.caseID(begunBy: Office.clerk.organisation, id: $0) }
    let first = try await office.caseID(office.apply(id: "a").alias)
    #expect(first == ids[0])
    #expect(try await office.stored(first).name == office.keyring.name(of: first))
    // The one that the second would get.
    let wanted = office.keyring.name(of: ids[1])
    try await office.tamper("update case_name set hash = \(office.keyring.nameHash(wanted)) where case_id = \(first)")
    let second = try await office.caseID(office.apply(id: "b").alias)
    let name = try #require(try await office.stored(second).name)
    #expect(CaseName.read(name) == name && name != wanted)
    let hash: Data? = try await office.read("select hash from case_name where case_id = \(second)", as: Data.self)
    #expect(hash == office.keyring.nameHash(name))
    // Sent again it is the same case.
    #expect(try await office.caseID(office.apply(id: "b").alias) == second)
  }

  @Test("that is forgotten with its content") func forgotten() async throws {
    let office = try await Office(workflow: Self.workflow)
    let alias = try await office.apply().alias
    try await office.grant(alias)
    #expect(try await office.read("select count(*) from case_name", as: Int.self) == 1)
    #expect(try await office.destroy(alias).revision != nil)
    #expect(try await office.read("select count(*) from case_name", as: Int.self) == 0)
  }
}
