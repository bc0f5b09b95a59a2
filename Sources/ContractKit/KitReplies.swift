import Foundation
import Inbox
import OrderedCollections
import Requests
import StoreBase
import StrictJSON

/// What the kit answers to messages that it could read, as the service words it.
struct KitReplies: Sendable {
  private let content: ReplyContent
  private let inbox: InboxOwner
  private let owner: OwnerKeys

  init(keys: MessageKeys, to inbox: InboxOwner, _ owner: OwnerKeys) {
    content = ReplyContent(keys: keys, service: KitBroker.service)
    (self.inbox, self.owner) = (inbox, owner)
  }

  /// - Returns: encrypted for the partner.
  func sealed(
    _ members: OrderedDictionary<String, JSON>,
    to message: UUID,
    as kind: ReplyContent.Kind
  ) throws -> Data {
    try content.content(members, to: message, as: kind, of: inbox, for: owner.encryption)
  }

  /// What is answered to a command or an acknowledgement.
  func members(_ finding: CommandReview.Finding, _ id: UUID) -> OrderedDictionary<String, JSON> {
    if let answer = finding.answer { return ReplyContent.members(answer, begins: finding.kind == .begin) }
    if let problem = finding.problem ?? Self.invalid(finding.faults) { return ReplyContent.members(problem) }
    if let event = finding.event {
      return ["uitkomst": "uitgevoerd", "gebeurtenis": .string(event.uuidString.lowercased())]
    }
    return [
      "uitkomst": "uitgevoerd", "id": .string((finding.subject ?? id).uuidString.lowercased()), "revisie": 1,
      "fase": "proef", "begonnenOnderdelen": [],
    ]
  }

  /// What is answered to a question.
  func members(
    _ question: CommandReview.Finding,
    _ answers: inout EventAnswers
  ) throws -> OrderedDictionary<String, JSON> {
    if let problem = Self.invalid(question.faults) { return ["status": 400, "inhoud": problem.json] }
    return try answers.answer(question.address ?? "")
  }

  /// - Returns: `nil` when nothing is wrong.
  private static func invalid(_ faults: [String]) -> Problem? {
    faults.isEmpty ? nil : Problem(.invalid, faults.joined(separator: " "))
  }
}
