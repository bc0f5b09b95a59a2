import Foundation

/// A URL that names several servers, as `database.url` does: `amqps://user@one:5671,two:5671/vhost`.
enum ServerAddresses {
  /// What is said of one that cannot be understood.
  static let form = "several servers are host:port,host:port in one URL"

  /// The same URL for each server, in the order in which they stand; one server is that URL itself.
  /// - Returns: `nil` when a server is missing between two commas, or when there are several URLs.
  static func all(of url: String) -> [String]? {
    guard let scheme = url.range(of: "://") else { return [url] }
    let rest = url[scheme.upperBound...]
    let authority = rest.prefix { !"/?#".contains($0) }
    let servers = authority[(authority.lastIndex(of: "@").map(authority.index(after:)) ?? authority.startIndex)...]
    let names = servers.split(separator: ",", omittingEmptySubsequences: false)
    guard names.count > 1 || rest.contains("://") else { return [url] }
    // A second URL would leave its scheme and colon for a server.
    guard !rest.contains("://"), names.allSatisfy({ !$0.isEmpty && $0.last != ":" }) else { return nil }
    return names.map { "\(url[..<servers.startIndex])\($0)\(url[servers.endIndex...])" }
  }
}
