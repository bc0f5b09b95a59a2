import CaseCore
import CaseDoor
import DutchMessages
import Foundation
import Postgres
import StoreBase
import TestOffice
import Testing

/// Only what was decided about a case is an answer that is given again.
@Suite("Refusals that are kept") struct KeptRefusalTests {
  @Test("an instance that does not have a workflow yet keeps no answer: the command succeeds where it is known")
  func unknownWorkflow() async throws {
    let office = try await Office()
    let library = WorkflowLibrary(current: [])
    library.open()
    let behind = CommandDoor(
      pool: office.pool,
      keyring: office.keyring,
      library: library,
      directory: DirectoryCache(),
      wakes: Wakes()
    )
    let submission = Submission(
      target: .newCase(workflow: "permit"),
      command: Command(cause: .command(name: "apply", by: Office.clerk), fields: ["text": .string("text")]),
      id: "once"
    )
    #expect(try await behind.submit(submission) == .refused(.unknownCase))
    #expect(try await office.count("select count(*) from receipt") == 0)
    #expect(try await office.door.submit(submission).revision == 1)
    // It cannot tell who may start such a case, so it does not repeat the answer to anyone; nor does it take it away.
    #expect(try await behind.submit(submission) == .refused(.unknownCase))
    #expect(try await office.door.submit(submission).revision == 1)
  }

  @Test("a missing key is a fault that passes, and keeps no answer either") func missingKey() async throws {
    let office = try await Office()
    let alias = try await office.apply().alias
    let other = try Office(office.configuration, keyring: Keyring(text: Keyring.newText(keyName: "another")))
    // The ids of another secret are others; what matters here is the name of the key.
    _ = try? await other.note(alias, id: "again")
    #expect(StoreError.keyMissing("first").isPassing && StoreError.keyMissing("first").asksForSomebody)
    #expect(try await office.count("select count(*) from receipt") == 0)
  }
}
