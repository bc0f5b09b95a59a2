import Foundation
import StrictJSON

/// The protected header of a message: members that are texts, and the ephemeral key of an encrypted one.
struct JOSEHeader {
  private let json: JSON

  private static let longest = 4_096

  /// - Throws: ``JOSEError/malformed``, or ``JOSEError/algorithm`` for a header that asks for something that must be understood
  ///   (`crit`) or unpacked (`zip`).
  init(_ part: some StringProtocol) throws(JOSEError) {
    // What is wrong with it is the sender's to know only in general.
    guard part.utf8.count <= Self.longest, let bytes = Data(base64URL: part),
      let json = try? JSONReader.read(Array(bytes), within: .header), case .object = json
    else { throw .malformed }
    guard json["crit"] == nil, json["zip"] == nil, json["b64"] == nil else { throw .algorithm }
    self.json = json
  }

  subscript(_ name: String) -> String? { json[name]?.string }

  /// The sender's key for this message alone.
  var ephemeral: Data? {
    guard let key = json["epk"], key["kty"]?.string == "EC", key["crv"]?.string == "P-256",
      let x = key["x"]?.string.flatMap(Data.init(base64URL:)), let y = key["y"]?.string.flatMap(Data.init(base64URL:)),
      x.count == 32, y.count == 32
    else { return nil }
    return x + y
  }

  /// What takes part in deriving the key, when the sender says so (RFC 7518, 4.6.1).
  func party(_ name: String) -> Data? { json[name].map { $0.string.flatMap(Data.init(base64URL:)) ?? Data() } }
}

extension JSONLimits {
  fileprivate static let header = JSONLimits(bytes: 4_096, depth: 3, values: 40)
}

extension String {
  /// What is between the dots of a compact form, without looking at it character by character.
  package var dotted: [Substring] {
    utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).map(Substring.init)
  }
}
