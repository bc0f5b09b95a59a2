import CaseCore
import CaseDoor
import CaseReading
import DutchMessages
import Foundation
import Postgres
import StoreBase
import Synchronization
import TestOffice
import Testing

/// By the time it takes nobody can tell an id of no case from that of a case that is not theirs to know: some case of their
/// organisation is opened either way. That it was shows in its workflow, which is in the database alone, being asked for.
@Suite("An id of no case") struct UnknownIDTests {
  /// An organisation with one case, and how often the text of its workflow was read.
  private final class Watched: Sendable {
    let office: Office
    private let count = Mutex(0)

    /// The office has its workflow in the database by hand, without the digest of the text.
    init() async throws {
      office = try await Office()
      _ = try await office.apply()
      try await office.tamper("update workflow_version set digest = sha256('permit')")
    }

    var opened: Int { count.withLock(\.self) }

    /// One that has read nothing yet.
    func library() -> WorkflowLibrary {
      WorkflowLibrary(current: []) { [self] _ in
        count.withLock { $0 += 1 }
        return PermitWorkflow.workflow
      }
    }
  }

  @Test("a reader has some case opened") func reading() async throws {
    let watched = try await Watched()
    let office = watched.office
    let reader = CaseReader(
      pool: office.pool,
      keyring: office.keyring,
      library: watched.library(),
      directory: DirectoryCache()
    )
    #expect(try await reader.view(UUID(), for: Office.clerk).map(\.alias) == nil)
    #expect(watched.opened == 1)
  }

  @Test("so has who gives a command") func commands() async throws {
    let watched = try await Watched()
    let office = watched.office
    let door = CommandDoor(
      pool: office.pool,
      keyring: office.keyring,
      library: watched.library(),
      directory: DirectoryCache(),
      wakes: office.wakes
    )
    let command = Command(cause: .command(name: "note", by: Office.clerk), fields: ["text": .string("x")])
    let answer = try await door.submit(Submission(target: .alias(UUID()), command: command))
    #expect(answer == .refused(.unknownCase))
    #expect(watched.opened == 1)
  }
}
