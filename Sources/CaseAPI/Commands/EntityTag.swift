import Hummingbird

/// A case's revision as a strong entity tag: `"12"`.
enum EntityTag {
  static let rule = "Alleen een sterke ETag van deze casus is mogelijk, zoals \"12\"."

  static func text(_ revision: Int64) -> String { "\"\(revision)\"" }

  /// The revision that `If-Match` names.
  /// - Returns: a failure for what is no tag of ours; `nil` when every revision will do.
  static func expected(_ headers: HTTPFields) -> Result<Int64?, Fault> {
    let values = headers[values: .ifMatch]
    guard let value = values.first, value != "*" else { return .success(nil) }
    let digits = value.dropFirst().dropLast()
    guard values.count == 1, value.count > 2, value.hasPrefix("\""), value.hasSuffix("\""),
      digits.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }), let revision = Int64(digits)
    else { return .failure(Fault()) }
    return .success(revision)
  }

  struct Fault: Error {}
}
