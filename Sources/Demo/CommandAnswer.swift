import OrderedCollections
import StrictJSON

/// What is answered to a command: the same whichever way it went.
enum CommandAnswer: Hashable, Sendable, CustomStringConvertible {
  case accepted(Accepted)
  case refused(Refused)

  struct Accepted: Hashable, Sendable {
    /// The case, by the id under which the sender's organisation knows it.
    let id: String
    let revision: Int64
    /// Of the case, or of the part that the command was for.
    let state: String
    /// The parts that began.
    let children: [String]

    /// - Throws: when it is not in the form that both ways have.
    init(_ json: JSON) throws(DemoFailure) {
      guard let id = json["id"]?.string, case .integer(let revision)? = json["revisie"],
        let state = json["fase"]?.string, let children = json["begonnenOnderdelen"]?.items?.compactMap(\.string)
      else { throw DemoFailure("accepted with an answer of another form: \(json.text)") }
      (self.id, self.revision, self.state, self.children) = (id, revision, state, children)
    }
  }

  struct Refused: Hashable, Sendable, CustomStringConvertible {
    /// All that is said of it, as `problem+json`.
    let problem: JSON

    var status: Int { Int(problem["status"]?.integer ?? 0) }

    /// What a program tells it apart by.
    var code: String { problem["code"]?.string ?? "" }

    var detail: String {
      let more = (problem["regels"]?.items ?? []).compactMap(\.string) + faults.compactMap { $0["melding"]?.string }
      return more.isEmpty ? problem["detail"]?.string ?? "" : more.joined(separator: " ")
    }

    /// The fields that are wrong.
    var fields: Set<String> { Set(faults.compactMap { $0["veld"]?.string }) }

    var description: String { "(\(status)): \(detail)" }

    private var faults: [JSON] { problem["fouten"]?.items ?? [] }
  }

  /// All of it.
  var description: String {
    switch self {
    case .accepted(let answer): "\(answer)"
    case .refused(let answer): answer.problem.text
    }
  }

  /// What is answered over a queue.
  init(overQueue answer: JSON) throws(DemoFailure) {
    guard case .object(var members) = answer, let outcome = members.removeValue(forKey: "uitkomst") else {
      throw DemoFailure("an answer of another form: \(answer.text)")
    }
    guard outcome == "geweigerd" else {
      self = .accepted(try Accepted(answer))
      return
    }
    // REST has no member for it: there the status says so.
    members.removeValue(forKey: "herhaalbaar")
    self = .refused(Refused(problem: .object(members)))
  }
}
