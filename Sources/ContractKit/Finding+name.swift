import Foundation
import Inbox

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
