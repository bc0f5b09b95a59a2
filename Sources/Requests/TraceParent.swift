/// W3C Trace Context: what ties the work for one request together, here and at others.
package struct TraceParent: Hashable, Sendable {
  /// `00-<trace>-<parent>-<flags>`
  package let text: String

  /// The part that all the work has in common.
  package var trace: Substring { text.dropFirst(3).prefix(32) }

  /// The part that is of one span.
  package var span: Substring { text.dropFirst(36).prefix(16) }

  /// Whether it is recorded where it comes from.
  package var isSampled: Bool { UInt8(text.suffix(2), radix: 16).map { $0 & 1 == 1 } ?? false }

  /// A new trace, not sampled.
  package init() { self.init(within: nil, isSampled: false) }

  /// A new span, of the trace of another or of a new one.
  package init(within parent: TraceParent?, isSampled: Bool) {
    let trace =
      parent.map { String($0.trace) } ?? Self.hex(.random(in: 1 ... .max)) + Self.hex(.random(in: 0 ... .max))
    text = "00-\(trace)-\(Self.hex(.random(in: 1 ... .max)))-\(isSampled ? "01" : "00")"
  }

  /// A sender's; `nil` when it is not of the standard's form. Whatever else someone writes there goes no further.
  package init?(_ text: String) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 4, parts[0] == "00", parts.map(\.utf8.count) == [2, 32, 16, 2],
      parts.allSatisfy({ $0.utf8.allSatisfy(Self.isHex) }),
      parts[1].contains(where: { $0 != "0" }), parts[2].contains(where: { $0 != "0" })
    else { return nil }
    self.text = text
  }

  private static func isHex(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
  }

  private static func hex(_ value: UInt64) -> String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
