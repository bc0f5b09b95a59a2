import CaseCore
import Foundation
import Inbox
import Requests

/// What a command asks, and of whom. Under one id the same is the same command, as the service sees it; in which order it was written, and with
/// which token, makes no difference.
struct GivenCommand: Hashable {
  let begins: Bool
  /// The case.
  let subject: UUID?
  let workflow: String
  let name: String
  let child: String?
  let ground: String?
  let fields: [String: Input]
  var revision: Int64?
  /// Who gives it; `nil` when the token does not say.
  let person: String?

  /// - Parameter person: who holds its token.
  init(_ statement: CommandStatement, in envelope: Envelope, by person: String?) {
    (begins, subject, revision) = (envelope.kind == .begin, envelope.subject, statement.revision)
    (workflow, name) = (statement.body.workflow, statement.body.command)
    (child, ground, fields) = (statement.body.child, statement.body.ground, statement.body.fields)
    self.person = person
  }

  /// As the engine takes it, from nobody in particular.
  var command: Command {
    let nobody = Actor(subject: "", organisation: "", roles: [])
    return Command(
      cause: .command(name: name, by: nobody),
      child: child,
      fields: fields,
      ground: ground,
      expectedRevisions: nil
    )
  }
}
