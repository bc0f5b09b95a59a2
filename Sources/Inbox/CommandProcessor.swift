import CaseCore
import CaseDoor
import DutchMessages
import Foundation
import Identity
import JOSE
import OrderedCollections
import Outbox
import Postgres
import Requests
import StoreBase
import StrictJSON
import Tracing

/// Takes one message from what it is to what is answered to it.
///
/// ```
///  delivery ─► envelope ─► decrypted ─► signature ─► statement ─► the person's token ─► door: effect and answer in one transaction
///      │          │            └──────────────┴───────────┴──────────────┴─ refused: an answer, encrypted for the sender
///      └──────────┴─ cannot be read, or attributed: a dead letter, and a note to the owner
/// ```
/// A question takes the same way, and ends at the routes of the API in place of the door. What an organisation acknowledges is no step in a
/// case: no person acts, and the door has no part in it.
struct CommandProcessor: Sendable {
  let door: CommandDoor
  let tokens: TokenVerifier
  /// For whom tokens of who gives a command must be meant: for no other entrance.
  let audience: String
  let keys: MessageKeys
  /// How the service names itself.
  let service: String
  let deadLetters: DeadLetterStore
  let questions: any QuestionResponder
  let acknowledgements: AcknowledgementStore

  var replies: ReplyContent { ReplyContent(keys: keys, service: service) }

  /// Why a command is refused before it comes to the door.
  struct Refused: Error {
    var problem: Problem
    var isRepeatable = false
  }

  /// Why a message cannot be handled now: it stays where it is.
  enum Delay: Error, CustomStringConvertible {
    case store(StoreError)
    case issuer
    /// What is asked cannot be answered now.
    case answer
    /// Its owner is shut out: people did that, and undo it.
    case suspended

    /// It passes by itself, and whoever causes it says so.
    var isOfTheMoment: Bool {
      switch self {
      case .store(let error): error.isPassing && !error.asksForSomebody
      case .issuer, .answer, .suspended: true
      }
    }

    /// Whether it lies in the case or the message, and not in the database, this process or what all share.
    var isOfTheCase: Bool {
      switch self {
      case .store(let error): !error.isPassing && StoreError.ofTheCase(error) != nil
      // Asked again, it may be answered.
      case .answer: true
      case .issuer, .suspended: false
      }
    }

    /// For the metrics.
    var word: String {
      switch self {
      case .store(.keyMissing): "key"
      case .store(let error): error.isPassing ? "database" : "case"
      case .issuer: "issuer"
      case .answer: "answer"
      case .suspended: "suspended"
      }
    }

    var description: String {
      switch self {
      case .store(let error): "\(error)"
      case .issuer: "the issuer of tokens does not answer"
      case .answer: "what is asked cannot be answered now"
      case .suspended: "its owner is suspended"
      }
    }
  }

  /// What a message comes to.
  enum Verdict {
    case accepted
    /// - Parameter code: as its sender is told.
    case refused(code: String)
    /// What was asked was answered.
    case answered
    /// Nothing was answered: it is a dead letter, or stays one.
    case unreadable(Unreadable)
  }

  /// - Parameter trace: the span that the work belongs to; `nil` when nobody records it.
  /// - Throws: what makes it wait.
  func judge(
    _ message: ReceivedMessage,
    of owner: InboxOwner,
    _ ownerKeys: OwnerKeys?,
    trace: InstrumentationContext? = nil
  ) async throws(Delay) -> Verdict {
    let envelope: Envelope
    do throws(Unreadable) { envelope = try Envelope(message, of: owner) } catch { return .unreadable(error) }
    guard let ownerKeys else { return .unreadable(.noKeys) }
    do {
      if envelope.kind == .ask { return try await answer(envelope, of: owner, ownerKeys) }
      if envelope.kind == .acknowledge { return try await acknowledge(envelope, of: owner, ownerKeys) }
      var submission = try await submission(envelope, of: owner, ownerKeys)
      submission.trace = trace
      return try await submit(submission)
    } catch let refused as Refused {
      try await tell(refused, envelope, owner, ownerKeys)
      return .refused(code: refused.problem.code)
    } catch let invalid as InvalidRequest {
      let refused = Refused(problem: .invalid(invalid.faults))
      try await tell(refused, envelope, owner, ownerKeys)
      return .refused(code: refused.problem.code)
    } catch let delay as Delay {
      throw delay
    } catch let error as StoreError {
      throw .store(error)
    } catch {
      throw .store(.corrupt("\(type(of: error))"))
    }
  }

  func putAside(
    _ message: ReceivedMessage,
    of owner: InboxOwner,
    _ reason: Unreadable
  ) async throws(Delay) {
    do {
      let isKept = try await deadLetters.keep(message.record(), of: owner.number, reason: reason.rawValue)
      if !isKept { InboxMetrics.notKept() }
      door.wakes.outbox.signal()
    } catch {
      throw .store(error)
    }
  }

  private func submit(_ submission: Submission) async throws(StoreError) -> Verdict {
    switch try await door.submit(submission) {
    case .accepted: .accepted
    case .refused(let refusal): .refused(code: refusal.code.rawValue)
    case .reusedID: .refused(code: Problem.Kind.reusedKey.code)
    case .lapsed: .refused(code: Problem.Kind.internalFault.code)
    }
  }

  // MARK: - What is asked, and by whom

  private func submission(_ envelope: Envelope, of owner: InboxOwner, _ keys: OwnerKeys) async throws -> Submission {
    let statement = try CommandStatement(opened(envelope, keys), in: envelope, owner: owner.number, audience: service)
    do {
      return try await submission(statement, envelope, of: owner, keys, isRepeated: false)
    } catch let refused as Refused {
      // What was answered is answered again, however late: its sender, or the broker, sends it again because the answer or the
      // acknowledgement was lost. Whether it was makes no difference to a command that may be given now: the door sees it by itself.
      guard try await door.remembers(envelope.id.uuidString.lowercased(), by: owner.number) else { throw refused }
      return try await submission(statement, envelope, of: owner, keys, isRepeated: true)
    }
  }

  /// - Parameter isRepeated: whether it was answered before, so that it does not matter what depends on the time.
  private func submission(
    _ statement: CommandStatement,
    _ envelope: Envelope,
    of owner: InboxOwner,
    _ keys: OwnerKeys,
    isRepeated: Bool
  ) async throws -> Submission {
    let (actor, issuer) = try await person(statement, of: owner, isRepeated: isRepeated)
    if !isRepeated, envelope.isExpired {
      throw Refused(
        problem: Problem(.expired, "De opdracht is niet uitgevoerd: zij mocht dat na «expirytime» niet meer worden.")
      )
    }
    if !isRepeated, let predecessor = statement.predecessor {
      let id = predecessor.uuidString.lowercased()
      guard try await door.carriedOut(id, by: owner.number) else {
        let detail = "De opdracht die in «na» staat is niet uitgevoerd. Geef deze opdracht opnieuw als dat wel zo is."
        throw Refused(problem: Problem(.predecessorNotCarriedOut, detail), isRepeatable: true)
      }
    }
    let (replies, tokens, id, begins) = (replies, tokens, envelope.id, envelope.begins)
    var submission = Submission(
      target: envelope.subject.map(Submission.Target.alias) ?? .newCase(workflow: statement.body.workflow),
      command: Command(
        cause: .command(name: statement.body.command, by: actor),
        child: statement.body.child,
        fields: statement.body.fields,
        ground: statement.body.ground,
        expectedRevisions: statement.revision.map { [$0] }
      ),
      id: id.uuidString.lowercased(),
      reply: Reply(to: owner.number, causation: id) { answer in
        let members = ReplyContent.members(answer, begins: begins) { levels in
          issuer.map { tokens.acrValues(for: levels, from: $0) } ?? levels
        }
        return try replies.content(members, to: id, of: owner, for: keys.encryption)
      }
    )
    submission.isRepetition = isRepeated
    return submission
  }

  /// What a message has in it, when its sender signed it.
  func opened(_ envelope: Envelope, _ ownerKeys: OwnerKeys) throws(Refused) -> SignedMessage {
    guard envelope.faults.isEmpty else { throw Refused(problem: .invalid(envelope.faults)) }
    do throws(JOSEError) {
      return try envelope.opened(keys, signedBy: ownerKeys.signing)
    } catch {
      throw Refused(problem: Problem(.invalidStatement, error.dutch))
    }
  }

  /// Who acts: a person of the owner's, by a token that only the holder of the signing key can use, and whose that is; or by the owner's
  /// word.
  private func person(
    _ statement: CommandStatement,
    of owner: InboxOwner,
    isRepeated: Bool
  ) async throws -> (actor: Actor, issuer: String?) {
    let token: String
    switch statement.person {
    case .vouched(let person): return (person.actor(of: owner.number), nil)
    case .token(let text): token = text
    }
    let claims = try await claims(token, key: statement.key, of: owner, isRepeated: isRepeated)
    do throws(TokenFault) { try tokens.require(.person, claims) } catch {
      throw Refused(problem: Problem(.notEntitled, error.description, code: Problem.machine))
    }
    return (claims.actor, claims.issuer)
  }

  /// What a token says that came in a statement.
  /// - Parameter key: with which the statement is signed.
  func claims(
    _ token: String,
    key: ECPublicKey,
    of owner: InboxOwner,
    isRepeated: Bool = false
  ) async throws -> TokenClaims {
    let claims: TokenClaims
    do throws(TokenFault) {
      claims = try await tokens.claims(token: token, commandAudience: audience, isOfBefore: isRepeated)
    } catch .issuerUnavailable {
      throw Delay.issuer
    } catch .expired {
      let detail = "Het toegangstoken is verlopen. Stuur het bericht opnieuw, met hetzelfde id en een nieuw token."
      throw Refused(problem: Problem(.statementExpired, detail), isRepeatable: true)
    } catch {
      throw Refused(problem: Problem(.invalidStatement, error.description))
    }
    guard claims.confirmation == TokenConfirmation(key: key.thumbprint) else {
      let detail =
        "Het toegangstoken is niet gebonden aan de sleutel waarmee het bericht is ondertekend («cnf» met «jkt»)."
      throw Refused(problem: Problem(.invalidStatement, detail))
    }
    guard claims.actor.organisation == owner.number else {
      throw Refused(problem: Problem(.invalidStatement, "Het toegangstoken is van een andere organisatie."))
    }
    return claims
  }

  // MARK: - An answer without the door

  private func tell(
    _ refused: Refused,
    _ envelope: Envelope,
    _ owner: InboxOwner,
    _ ownerKeys: OwnerKeys
  ) async throws(Delay) {
    let members = ReplyContent.members(refused.problem, isRepeatable: refused.isRepeatable)
    if envelope.kind == .ask {
      let answer = QuestionAnswer(status: refused.problem.kind.status, body: refused.problem.json)
      return try await tell(answer, envelope, owner, ownerKeys)
    }
    try await tell(
      members,
      as: .command,
      by: Reply(to: owner.number, causation: envelope.id),
      envelope,
      owner,
      ownerKeys
    )
  }

  /// Puts an answer in the outbox that no command wrote.
  func tell(
    _ members: OrderedDictionary<String, JSON>,
    as kind: ReplyContent.Kind,
    by reply: Reply,
    _ envelope: Envelope,
    _ owner: InboxOwner,
    _ ownerKeys: OwnerKeys
  ) async throws(Delay) {
    do {
      let content = try replies.content(members, to: envelope.id, as: kind, of: owner, for: ownerKeys.encryption)
      try await door.pool.store { connection in _ = try connection.transaction([reply.statement(saying: content)]) }
      door.wakes.outbox.signal(about: [owner.number])
    } catch let error as StoreError {
      throw .store(error)
    } catch {
      throw .store(.corrupt("\(type(of: error))"))
    }
  }
}

extension JOSEError {
  /// For whoever sent it.
  fileprivate var dutch: String {
    switch self {
    case .malformed: "De inhoud moet een JWE zijn met daarin een JWS, elk in de compacte vorm."
    case .algorithm:
      "De inhoud moet zijn versleuteld met ECDH-ES+A256KW en A256GCM, en ondertekend met ES256 en het typ van zo'n bericht."
    case .unknownKey: "De inhoud noemt een sleutel («kid») die niet bekend is of niet meer geldt."
    case .decryption: "De inhoud is niet te ontsleutelen."
    case .signature: "De handtekening klopt niet."
    }
  }
}
