import CaseCore
import Requests
import StrictJSON

/// The body of a request: as JSON, as a command, as a proposal of settings; and the text that it is, as a field.
enum BodyInput {
  static func take(_ bytes: [UInt8]) {
    text(String(decoding: bytes, as: UTF8.self))
    guard let json = try? JSONReader.read(bytes) else { return }
    written(json)
    for starts in [true, false] {
      let body = CommandBody(json, starts: starts)
      mustHold(body.faults.count < 10, "faults in a body are bounded")
    }
    let named = CommandBody(json, starts: false, named: "noteren")
    mustHold(named.faults.count < 10, "faults in a body are bounded")
    // What is no object is refused as a whole.
    mustHold(named.command == "noteren" || !named.faults.isEmpty, "the address names the command")
    _ = try? ProposalBody(json)
  }

  /// Written, it is the same JSON again. A fraction may come back as a neighbour, an infinite one not at all; what came back stays.
  private static func written(_ json: JSON) {
    let measure = JSONMeasure(json)
    mustHold(measure.depth <= JSONLimits.request.depth, "what is read is no deeper than the limit")
    mustHold(measure.values <= JSONLimits.request.values, "what is read has no more values than the limit")
    guard let once = try? JSONReader.read(Array(json.text.utf8), within: .written) else {
      fatalError("does not hold: what is written can be read")
    }
    mustHold(measure.hasFractions || once == json, "what is written and read is the same")
    mustHold((try? JSONReader.read(Array(once.text.utf8), within: .written)) == once, "what came back stays")
  }

  private static func text(_ text: String) {
    guard let stored = try? TextRule.lines(upTo: 20_000).accept(text) else { return }
    mustHold(TextRule.lines(upTo: 20_000).holds(stored), "what is stored is accepted again")
  }
}

extension JSONLimits {
  /// Escaped, a text is up to six times as long.
  fileprivate static let written = JSONLimits(bytes: 6 * 256 * 1024, depth: 16, values: 5_000)
}
