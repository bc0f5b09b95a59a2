import AsyncHTTPClient
import Foundation
import JWTKit
import NIOCore
import NIOHTTP1

/// What an issuer publishes: a description of itself, and its public keys.
struct IssuerDocuments: Sendable {
  let client: HTTPClient

  /// An answer that cannot be used.
  enum Fault: Error {
    case status, otherIssuer, insecureKeys, noKeys
  }

  private static let largest = 256 * 1024

  /// The issuer's signing keys by name. Keys of a kind that we do not use are passed over.
  func keys(of configuration: IssuerConfiguration) async throws -> [String: JWK] {
    let description = try await read(Description.self, from: configuration.discovery)
    guard description.issuer == configuration.issuer else { throw Fault.otherIssuer }
    // Whoever can change the keys on the way can sign.
    guard description.jwks_uri.hasPrefix("https://") || configuration.issuer.hasPrefix("http://") else {
      throw Fault.insecureKeys
    }
    let set = try await read(KeySet.self, from: description.jwks_uri)
    let named = set.keys.compactMap { entry in entry.key.flatMap { key in key.keyIdentifier.map { ($0.string, key) } } }
    guard !named.isEmpty else { throw Fault.noKeys }
    return Dictionary(named, uniquingKeysWith: { first, _ in first })
  }

  private func read<Document: Decodable>(_ type: Document.Type, from address: String) async throws -> Document {
    let response = try await client.execute(HTTPClientRequest(url: address), timeout: .seconds(5))
    guard response.status == .ok else { throw Fault.status }
    let buffer = try await response.body.collect(upTo: Self.largest)
    return try JSONDecoder().decode(type, from: Data(buffer.readableBytesView))
  }

  private struct Description: Decodable {
    let issuer: String
    let jwks_uri: String
  }

  private struct KeySet: Decodable {
    let keys: [Entry]

    struct Entry: Decodable {
      /// `nil` for a key that is not for signing or of a kind that the library does not read.
      let key: JWK?

      private enum CodingKeys: String, CodingKey { case use }

      init(from decoder: any Decoder) throws {
        let use = try decoder.container(keyedBy: CodingKeys.self).decodeIfPresent(String.self, forKey: .use)
        // An issuer may have keys for others, of kinds we do not know; a token that was signed with one is refused.
        key = use ?? "sig" == "sig" ? try? JWK(from: decoder) : nil
      }
    }
  }
}
