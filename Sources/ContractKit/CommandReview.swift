import AMQP
import CaseCore
import DutchMessages
import Foundation
import Inbox
import JOSE
import OrderedCollections
import Requests
import StoreBase
import StrictJSON

/// Looks at commands, questions and acknowledgements as the service does, without a case: what is wrong with how they are made.
struct CommandReview {
  let keys: MessageKeys
  let owner: InboxOwner
  let signing: [ECPublicKey]
  let content: ContentReview
  /// What was asked under each id; `nil` when that could not be read.
  private var asked: [UUID: GivenCommand?] = [:]

  init(keys: MessageKeys, owner: InboxOwner, signing: [ECPublicKey], content: ContentReview) {
    (self.keys, self.owner, self.signing, self.content) = (keys, owner, signing, content)
  }

  /// One message.
  struct Finding {
    /// `nil` for a message that cannot be answered.
    var id: UUID?
    /// What the sender called it, when that can be read: so it is told which of its messages could not be.
    var causation: UUID?
    var subject: UUID?
    /// What it is; `nil` for a message that cannot be read.
    var kind: MessageKind?
    /// What a question asks.
    var address: String?
    /// What is acknowledged.
    var event: UUID?
    /// What a command asks, when it could be read.
    var given: GivenCommand?
    var isRepeated = false
    var faults: [String] = []
    /// Why it is refused, when not for how it is made.
    var problem: Problem?
    /// The same of a command: for what it says, for its id, or on purpose.
    var answer: Answer?
  }

  /// - Parameter now: in seconds since 1970.
  mutating func finding(for delivery: AMQPDelivery, now: Double) -> Finding {
    let (message, envelope): (ReceivedMessage, Envelope)
    message = ReceivedMessage(delivery)
    do throws(Unreadable) {
      envelope = try Envelope(message, of: owner)
    } catch {
      let fault = "it cannot be read: \(error.rawValue) (docs/partners/refusals.md)"
      return Finding(causation: message.causation, faults: [fault])
    }
    var finding = Finding(id: envelope.id, subject: envelope.subject, kind: envelope.kind)
    finding.faults = envelope.faults.map { "\($0.field): \($0.message)" } + properties(delivery, envelope)
    if let expires = envelope.expires, Double(expires.microseconds) / 1e6 < now {
      finding.faults.append("expirytime: it had expired when it came")
    }
    do throws(JOSEError) {
      let message = try envelope.opened(keys, signedBy: signing)
      review(message, in: envelope, now: now, &finding)
      // What was asked may be asked again, and what was acknowledged too.
      if envelope.kind.isCommand { repeats(envelope.id, &finding) }
    } catch {
      finding.faults.append(
        "data: \(error): it is not encrypted for this service, or not signed by a key of public.json"
      )
    }
    return finding
  }

  private func properties(_ delivery: AMQPDelivery, _ envelope: Envelope) -> [String] {
    var faults: [String] = []
    let properties = delivery.properties
    if properties.messageID?.lowercased() != envelope.id.uuidString.lowercased() {
      faults.append("message_id: it is not the id of the message")
    }
    if !properties.isPersistent { faults.append("delivery_mode: it is lost when the broker restarts; set 2") }
    if properties.contentType != "application/cloudevents+json" {
      faults.append("content_type: it is not application/cloudevents+json")
    }
    return faults
  }

  private func review(_ message: SignedMessage, in envelope: Envelope, now: Double, _ finding: inout Finding) {
    do throws(InvalidRequest) {
      switch envelope.kind {
      case .begin, .give:
        let statement = try CommandStatement(message, in: envelope, owner: owner.number, audience: KitBroker.service)
        let person: String?
        switch statement.person {
        case .token(let token):
          finding.faults += faults(ofToken: token, boundTo: statement.key, now: now)
          person = Self.claims(token)?["sub"]?.string
        case .vouched(let vouched): person = vouched.subject
        }
        let given = GivenCommand(statement, in: envelope, by: person)
        finding.given = given
        if let refusal = content.refusal(of: given, at: .ofKit) {
          if finding.faults.isEmpty { finding.answer = .refused(refusal) }
          finding.faults += ContentReview.faults(refusal, begins: given.begins)
        }
      case .ask:
        let statement = try QuestionStatement(message, in: envelope, owner: owner.number, audience: KitBroker.service)
        finding.address = statement.address
        // A system has none.
        if let token = statement.token {
          finding.faults += faults(ofToken: token, boundTo: statement.key, now: now)
        }
      case .acknowledge:
        finding.event = try AcknowledgementStatement(
          message,
          in: envelope,
          owner: owner.number,
          audience: KitBroker.service
        ).event
      }
    } catch {
      finding.faults += error.faults.map { "\($0.field): \($0.message)" }
    }
  }

  /// The kit has no issuer, so who signed the token is not looked at.
  private func faults(ofToken token: String, boundTo key: ECPublicKey, now: Double) -> [String] {
    guard let claims = Self.claims(token) else { return ["persoon: it is no access token (JWT)"] }
    var faults: [String] = []
    if claims["cnf"]?["jkt"]?.string != key.thumbprint {
      faults.append("persoon: the token is not bound (cnf.jkt) to the key that signs")
    }
    if claims["organisatie"]?.string != owner.number { faults.append("persoon: the token is of another organisation") }
    if (claims["exp"]?.number ?? 0) < now { faults.append("persoon: the token has expired") }
    return faults
  }

  private static func claims(_ token: String) -> JSON? {
    let parts = token.split(separator: ".", omittingEmptySubsequences: false)
    // Whatever is wrong with it, it is no token.
    return parts.count == 3 ? try? JSONReader.read(Array(Data(base64URL: parts[1]) ?? Data())) : nil
  }

  private mutating func repeats(_ id: UUID, _ finding: inout Finding) {
    guard let former = asked[id] else {
      asked.updateValue(finding.given, forKey: id)
      return
    }
    finding.isRepeated = true
    // What could not be read may be mended under its id.
    if let former, former != finding.given {
      if finding.faults.isEmpty || finding.answer != nil { finding.answer = .reusedID }
      finding.faults.append("id: it was used before, for another command or by another person")
    } else {
      asked.updateValue(finding.given, forKey: id)
    }
  }
}

extension MessageKind {
  /// Whether it is to change a case.
  var isCommand: Bool {
    switch self {
    case .begin, .give: true
    case .ask, .acknowledge: false
    }
  }
}

extension CommandReview.Finding {
  /// As people are told of it.
  var name: String {
    let what =
      switch kind {
      case .ask: "question"
      case .acknowledge: "acknowledgement"
      case .begin, .give, nil: "command"
      }
    return id.map { "\(what) \($0.uuidString.lowercased())" } ?? "a message"
  }

  /// Whether it is one of the commands that are waited for.
  var counts: Bool { kind?.isCommand ?? true && !isRepeated }
}
