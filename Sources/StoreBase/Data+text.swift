package import Foundation

extension UUID {
  /// Its 16 bytes.
  package var data: Data { withUnsafeBytes(of: uuid) { Data($0) } }
}

extension Data {
  /// Two digits for each byte, in lower case.
  package var hexadecimal: String {
    map { $0 < 16 ? "0\(String($0, radix: 16))" : String($0, radix: 16) }.joined()
  }

  /// - Returns: `nil` when it is not a row of pairs of hexadecimal digits.
  package init?(hexadecimal text: String) {
    let digits = text.compactMap(\.hexDigitValue).map(UInt8.init)
    guard digits.count == text.count, digits.count % 2 == 0 else { return nil }
    self.init(stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] })
  }
}
