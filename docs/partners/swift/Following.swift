import Foundation
import StrictJSON

/// Which events were handled and which are missing, by the rules of docs/events.md, and what is kept of that. It reads no queue
/// and sends nothing.
struct Following: Codable {
  struct Question: Codable { let id, address: String, at: Double, first, last: Int }

  var ids: [String] = []
  var epoch = "", begin = 0, last = 0
  var missing: [Int: Double] = [:]  // since when, in seconds since 1970
  var former: String?  // the last epoch before those that we have to ask about
  var asked: Question?
  // These two may be missing in a file of before.
  var answers: [String: Int]? = [:]  // the numbers of answers to commands of ours
  var again: Bool?  // some of these hold no more, so commands are to be sent again

  /// Counts an event by its number, and returns whether it is to be handled: once by its id, at once and in any order.
  mutating func take(_ event: JSON) -> Bool {
    let (epoch, number) = (event["tijdperk"]?.string ?? "", event["sequence"]?.whole ?? 0)
    count(event, number, in: epoch)
    let id = event["id"]?.string ?? ""
    let isUndone = epoch < self.epoch && number >= begin  // also when it comes only now
    guard !isUndone, !ids.contains(id) else { return false }
    ids = (ids + [id]).suffix(10_000)
    return true
  }

  private mutating func count(_ event: JSON, _ number: Int, in epoch: String) {
    // A «stand» has no number of its own, and says how far we were told.
    let told = number > 0 ? number : event["data"]?["laatste"]?.whole ?? 0
    if epoch > self.epoch {
      // The first time we begin with what there is.
      let first = number > 0 ? number : told + 1
      begin(epoch, with: self.epoch.isEmpty ? first : event["tijdperkbegin"]?.whole ?? first)
    }
    if epoch == self.epoch {
      miss(from: last + 1, to: told)
      last = max(last, told)
    }
    // From where the epoch began on, the number of a former one is another event's.
    if epoch == self.epoch || number < begin { missing[number] = nil }
  }

  /// Counts on from the number with which an epoch begins. What the one before still owed is missing.
  private mutating func begin(_ epoch: String, with number: Int) {
    if !self.epoch.isEmpty {
      say("undone since number \(number): commands are sent again, read the cases")
      former = former ?? self.epoch
      undo(number..<Int.max)
      miss(from: last + 1, to: number - 1)
    }
    missing = missing.filter { $0.key < number }
    (self.epoch, begin, last) = (epoch, number, number - 1)
  }

  /// Keeps the number of an answer to a command of ours, unless the same message can be answered otherwise later.
  mutating func settle(_ event: JSON, _ said: JSON) {
    let isPassing = said["herhaalbaar"] == true || said["code"] == "unknown-case"
    guard !isPassing, let command = event["causationid"]?.string, let number = event["sequence"]?.whole,
      event["tijdperk"]?.string == epoch || number < begin
    else { return }
    answers = (answers ?? [:]).merging([command: number]) { $1 }
  }

  /// Answers with these numbers do not hold any more: their commands are to be sent again, and all that have no answer.
  private mutating func undo(_ numbers: Range<Int>) {
    answers = answers?.filter { !numbers.contains($0.value) }
    if !numbers.isEmpty { again = true }
  }

  private mutating func miss(from first: Int, to last: Int) {
    for number in first..<max(first, last + 1) { missing[number] = Date().timeIntervalSince1970 }
  }

  /// What is to be asked now, one at a time: the stand when an epoch began, or for the first numbers that stayed away.
  mutating func question(patience: Double) -> Question? {
    let now = Date().timeIntervalSince1970
    let lost = missing.filter { $0.value < now - patience }
    if let asked, asked.at > now - patience { return nil }
    guard former != nil || !lost.isEmpty else { return nil }
    let first = lost.keys.min() ?? 0
    var last = first
    while lost[last + 1] != nil { last += 1 }
    let address = "/v1/gebeurtenissen" + (former == nil ? "?vanaf=\(first)&tot=\(last)" : "/stand")
    asked = Question(id: UUID().uuidString.lowercased(), address: address, at: now, first: first, last: last)
    return asked
  }

  /// Takes what was answered to a question, and returns the events in it: to be taken as if they came now.
  mutating func answered(_ question: String?, _ said: JSON) -> [JSON] {
    let content = said["inhoud"] ?? .null
    let events = content["gebeurtenissen"]?.items ?? []
    guard let asked, asked.id == question else { return events }
    if let epochs = content["tijdperken"]?.items {
      // What came under these numbers before an epoch of which we did not hear is undone.
      let later = epochs.filter { $0["tijdperk"]?.string ?? "" > former ?? "" }
      let first = min(begin, later.compactMap { $0["tijdperkbegin"]?.whole }.min() ?? begin)
      undo(first..<begin)
      miss(from: first, to: begin - 1)
      former = nil
    } else if said["status"] == 200 || content["code"] == "answer-too-large" {
      // One event is too large only when it has an answer to a question, which can be asked anew.
      let told = Set(events.compactMap { $0["sequence"]?.whole })
      let end = content["volgende"] == .null ? asked.last : told.max() ?? asked.first
      let gone = missing.keys.filter { asked.first <= $0 && $0 <= end && !told.contains($0) }.sorted()
      for number in gone { missing[number] = nil }
      if !gone.isEmpty { say("not to be had any more, read the cases and ask anew what you asked: \(gone)") }
    } else {
      return events  // refused for now: it is asked again
    }
    self.asked = nil
    return events
  }
}

extension JSON {
  /// A whole number, also one in a text as `sequence` is.
  var whole: Int? { if case .integer(let number) = self { Int(number) } else { string.flatMap { Int($0) } } }
}
