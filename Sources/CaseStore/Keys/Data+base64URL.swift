package import Foundation

/// Bytes as text for an address (RFC 4648, 5): without padding, and without characters that an address would escape.
extension Data {
  package var base64URL: String {
    base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
  }

  /// - Returns: `nil` for a text that is no such text.
  package init?(base64URL text: String) {
    let padding = String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
    self.init(base64Encoded: text.replacing("-", with: "+").replacing("_", with: "/") + padding)
  }
}

extension UUID {
  /// Its 16 bytes.
  var data: Data { withUnsafeBytes(of: uuid) { Data($0) } }
}
