import Foundation
import Synchronization

/// An event as a partner finds it in its queue: it says that something happened, and where to look.
struct ReceivedEvent: Decodable, Sendable {
  /// The type of one that answers a command.
  static let answer = ofCommand + "afgehandeld"
  private static let ofCommand = "nl.casusregie.opdracht."

  let id: String
  let type: String
  /// The case; none in an answer.
  let subject: String?
  let sequence: String
  /// In an answer the id of the command.
  let causationid: String?

  /// Whether it is about a message of the partner's, and tells nothing of a case.
  var isAnswer: Bool { type.hasPrefix(Self.ofCommand) }

  /// The last part of the type.
  var name: String { String(type.split(separator: ".").last ?? "") }
}

/// What a partner has received. The same event again counts once; one out of order would be noticed.
final class Received: Sendable {
  private struct State {
    var ids: Set<String> = []
    var subjects: Set<String> = []
    /// The cases of which nobody has asked yet, in the order in which the partner heard of them.
    var new: [String] = []
    var sequence = 0
    var recent: [(subject: String, name: String)] = []
    var fault: String?
  }

  private let state = Mutex(State())

  func take(_ event: ReceivedEvent) {
    state.withLock { state in
      guard state.ids.insert(event.id).inserted else { return }
      if let subject = event.subject, state.subjects.insert(subject).inserted { state.new.append(subject) }
      if !event.isAnswer { state.recent.append((event.subject ?? "", event.name)) }
      let number = Int(event.sequence) ?? -1
      if number != state.sequence + 1 { state.fault = "number \(event.sequence) after \(state.sequence)" }
      state.sequence = number
    }
  }

  /// The number of the last event, or what was wrong.
  func last() throws(DemoFailure) -> Int {
    let (sequence, fault) = state.withLock { ($0.sequence, $0.fault) }
    if let fault { throw DemoFailure(fault) }
    return sequence
  }

  /// The cases that it has first heard of since the last time, under the ids that this partner knows them by.
  func takeNew() -> [String] {
    state.withLock { state in
      defer { state.new = [] }
      return state.new
    }
  }

  /// The events since the last time, in order, with the ids of their cases.
  func takeRecent() -> [(subject: String, name: String)] {
    state.withLock { state in
      defer { state.recent = [] }
      return state.recent
    }
  }

  var totals: (events: Int, cases: Int) { state.withLock { ($0.ids.count, $0.subjects.count) } }
}
