import CaseDoor
import Outbox
import Requests
import StoreBase

/// What an organisation acknowledges that it was told.
extension CommandProcessor {
  /// One that comes twice has one effect and the same answer: nothing is remembered but the acknowledgement itself.
  func acknowledge(_ envelope: Envelope, of owner: InboxOwner, _ keys: OwnerKeys) async throws -> Verdict {
    let message = try opened(envelope, keys)
    let statement = try AcknowledgementStatement(message, in: envelope, owner: owner.number, audience: service)
    guard !envelope.isExpired else {
      let detail = "De ontvangst is niet bevestigd: dat mocht na «expirytime» niet meer."
      throw Refused(problem: Problem(.expired, detail))
    }
    guard try await acknowledgements.acknowledge(statement.event, by: owner.number) != nil else {
      throw Refused(problem: .nothingToAcknowledge)
    }
    let members = ReplyContent.members(acknowledged: statement.event)
    try await tell(members, as: .command, by: Reply(to: owner.number, causation: envelope.id), envelope, owner, keys)
    return .accepted
  }
}
