package import CaseCore
package import CaseDoor
package import DutchMessages
package import Foundation
import Postgres
package import StoreBase

extension Office {
  /// A new case of the clerk's.
  package func apply(
    _ text: String = "planted-text",
    id: String? = nil,
    applicant: String? = nil
  ) async throws -> Answer {
    var fields: [String: Input] = ["text": .string(text)]
    if let applicant { fields["applicant"] = .string(applicant) }
    return try await give("apply", by: Self.clerk, to: .newCase(workflow: "permit"), fields: fields, id: id)
  }

  package func note(
    _ alias: UUID?,
    by actor: Actor = clerk,
    revision: Int64? = nil,
    id: String? = nil
  ) async throws -> Answer {
    try await give(
      "note",
      by: actor,
      to: .alias(alias ?? UUID()),
      fields: ["text": .string("a note")],
      revision: revision,
      id: id
    )
  }

  /// Clerk and reviewer agree: the case is granted.
  package func grant(_ alias: UUID?) async throws {
    let id = try await caseID(alias)
    for actor in [Self.clerk, Self.reviewer] {
      let answer = try await give(
        "judge",
        by: actor,
        to: .alias(aliasOf(id, for: actor)),
        fields: ["vote": .string("yes")]
      )
      guard case .accepted = answer else { throw Unexpected(answer: answer) }
    }
  }

  package func destroy(_ alias: UUID?, id: String? = nil) async throws -> Answer {
    try await give("destroy", by: Self.clerk, to: .alias(alias ?? UUID()), id: id)
  }

  package func give(
    _ name: String,
    by actor: Actor,
    to target: Submission.Target,
    child: String? = nil,
    fields: [String: Input] = [:],
    revision: Int64? = nil,
    id: String? = nil
  ) async throws -> Answer {
    let command = Command(
      cause: .command(name: name, by: actor),
      child: child,
      fields: fields,
      expectedRevision: revision
    )
    return try await door.submit(Submission(target: target, command: command, id: id))
  }

  /// The case's own id, by the id that the clerk knows.
  package func caseID(_ alias: UUID?) async throws -> UUID {
    guard let id = try await read("select case_id from case_party where alias = \(alias)", as: UUID.self) else {
      throw Unexpected(answer: nil)
    }
    return id
  }

  package func aliasOf(_ id: UUID, for actor: Actor) async throws -> UUID {
    let alias: UUID? = try await read(
      "select alias from case_party where case_id = \(id) and organisation = \(actor.organisation)"
    )
    return alias ?? UUID()
  }
}

/// An answer that the rest of a test cannot do with.
package struct Unexpected: Error {
  package var answer: Answer?

  package init(answer: Answer? = nil) { self.answer = answer }
}

extension Answer {
  /// The case's id for the sender, of an accepted command.
  package var alias: UUID? { if case .accepted(let accepted) = self { accepted.alias } else { nil } }
  package var revision: Int64? { if case .accepted(let accepted) = self { accepted.revision } else { nil } }
  package var refusal: RefusalMessage? { if case .refused(let refusal) = self { refusal } else { nil } }
}
