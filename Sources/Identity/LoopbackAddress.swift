import Foundation

/// Whether a host is this very machine. An address has many spellings: `127.0.0.1`, `127.1`, `0x7f000001`, `2130706433`,
/// `::ffff:127.0.0.1`; the system's own reader of addresses knows them all.
package enum LoopbackAddress {
  /// - Parameter host: a name or an address, as it stands in a URL. Names are not looked up.
  package static func isNamed(by host: String) -> Bool {
    let name = plain(host)
    if ["localhost", "localhost.localdomain", "ip6-localhost", "ip6-loopback"].contains(name) { return true }
    if name.hasSuffix(".localhost") { return true }
    // The network 127, `::1`, and "this host" of network 0, to which a connection goes here as well.
    return address(of: name).map { $0.first == 127 || $0 == [0, 0, 0, 1] } ?? false || isEverywhere(host)
  }

  /// Whether a host is, as a place to listen, every network that the machine is in: `0.0.0.0`, `::`.
  package static func isEverywhere(_ host: String) -> Bool {
    address(of: plain(host)).map { $0.allSatisfy { $0 == 0 } } ?? false
  }

  /// Without brackets, zone, closing dots, capitals and letters that only look different.
  private static func plain(_ host: String) -> String {
    let bare = host.precomposedStringWithCompatibilityMapping.lowercased()
      .trimmingCharacters(in: CharacterSet(charactersIn: "[]"))
    let name = bare.prefix { $0 != "%" }
    return String(name.reversed().drop { $0 == "." }.reversed())
  }

  /// Its bytes: four, also of one that is written as IPv6, or sixteen; `nil` for a name.
  private static func address(of text: String) -> [UInt8]? {
    var hints = addrinfo()
    hints.ai_flags = AI_NUMERICHOST
    var found: UnsafeMutablePointer<addrinfo>?
    guard getaddrinfo(text, nil, &hints, &found) == 0, let first = found else { return nil }
    defer { freeaddrinfo(found) }
    return bytes(of: first.pointee)
  }

  private static func bytes(of address: addrinfo) -> [UInt8]? {
    switch address.ai_family {
    case AF_INET:
      return address.ai_addr.withMemoryRebound(to: sockaddr_in.self, capacity: 1) { pointer in
        withUnsafeBytes(of: pointer.pointee.sin_addr) { Array($0) }
      }
    case AF_INET6:
      let bytes = address.ai_addr.withMemoryRebound(to: sockaddr_in6.self, capacity: 1) { pointer in
        withUnsafeBytes(of: pointer.pointee.sin6_addr) { Array($0) }
      }
      let isMapped = bytes.prefix(10).allSatisfy { $0 == 0 } && [[0, 0], [255, 255]].contains(Array(bytes[10..<12]))
      return isMapped ? Array(bytes[12...]) : bytes
    default: return nil
    }
  }
}
