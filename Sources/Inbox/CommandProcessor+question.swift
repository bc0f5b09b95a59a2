import CaseCore
import CaseDoor
import Identity
import Outbox
import Requests
import StoreBase

/// Questions: what a partner reads, without REST.
extension CommandProcessor {
  private var backlog: AnswerBacklog { AnswerBacklog(door.pool) }

  /// Nothing is remembered of it: one that comes twice is answered twice, as things are then.
  func answer(_ envelope: Envelope, of owner: InboxOwner, _ keys: OwnerKeys) async throws -> Verdict {
    let statement = try QuestionStatement(opened(envelope, keys), in: envelope, owner: owner.number, audience: service)
    guard !envelope.isExpired else {
      throw Refused(
        problem: Problem(.expired, "De vraag is niet beantwoord: zij mocht dat na «expirytime» niet meer worden.")
      )
    }
    let asker = try await asker(statement, of: owner)
    // Whoever asks on without reading waits: what is answered is kept until it is read.
    guard try await backlog.hasRoom(for: owner.number) else { throw Delay.answer }
    guard let answer = await questions.answer(statement.address, to: asker) else { throw Delay.answer }
    try await tell(answer, part: statement.part, envelope, owner, keys)
    return .answered
  }

  func tell(
    _ answer: QuestionAnswer,
    part: Int64? = nil,
    _ envelope: Envelope,
    _ owner: InboxOwner,
    _ keys: OwnerKeys
  ) async throws(Delay) {
    let reply = Reply(toQuestion: envelope.id, of: owner.number)
    try await tell(ReplyContent.members(answer, part: part), as: .question, by: reply, envelope, owner, keys)
  }

  private func asker(_ statement: QuestionStatement, of owner: InboxOwner) async throws -> Asker {
    guard let token = statement.token else {
      // In no role, a system is not shown a case.
      return Asker(Actor(subject: owner.number, organisation: owner.number, roles: []), isSystem: true)
    }
    let claims = try await claims(token, key: statement.key, of: owner)
    return Asker(claims.actor, isSystem: tokens.isOfSystem(claims))
  }
}
