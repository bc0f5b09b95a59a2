import CaseCore
import CaseStore
import Foundation
import Postgres
import Testing

@Suite struct CommandDoorTests {
  @Test func aCommandKeepsCaseJournalOutboxAndTimersTogether() async throws {
    let office = try await Office()
    let answer = try await office.apply(applicant: Office.applicant.organisation)
    #expect(answer.revision == 1)
    #expect(try await office.read("select state from case_file", as: String.self) == "received")
    #expect(try await office.read("select count(*) from journal", as: Int.self) == 1)
    // Clerk and reviewer are the audience; the applicant is told in its own words.
    let told = try await office.read(
      "select array_agg(organisation || ' ' || event order by organisation) from outbox",
      as: [String].self
    )
    #expect(
      told == [
        "\(Office.clerk.organisation) aangemaakt", "\(Office.reviewer.organisation) aangemaakt",
        "\(Office.applicant.organisation) ontvangen",
      ]
    )
    #expect(try await office.read("select count(*) from timer where outcome is null", as: Int.self) == 2)
  }

  @Test func theSameIDHasOneEffectAndTheSameAnswer() async throws {
    let office = try await Office()
    let first = try await office.apply(id: "one")
    #expect(try await office.apply(id: "one") == first)
    #expect(try await office.apply("something else", id: "one") == .reusedID)
    #expect(try await office.read("select count(*) from case_file", as: Int.self) == 1)
  }
}
