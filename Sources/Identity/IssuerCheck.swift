import StrictJSON

/// Asks an issuer once for what the service needs of it, and says why that cannot be used.
package enum IssuerCheck {
  package enum Fault: Error, Sendable, Hashable {
    /// Nobody answered, or with something else; why, without an address.
    case unreachable(String)
    case unreadable, otherIssuer, insecureKeys, noKeys
  }

  /// - Parameter reason: says why an address gave nothing; by itself the name of the error, for what an error says can have an address.
  /// - Returns: how many keys it has that tokens can be checked with.
  package static func keyCount(
    of configuration: IssuerConfiguration,
    fetch: @escaping IssuerFetch,
    reason: (any Error) -> String = { "\(type(of: $0))" }
  ) async throws(Fault) -> Int {
    do {
      return try await IssuerDocuments(fetch: fetch).keys(of: configuration).count
    } catch let fault as IssuerDocuments.Fault {
      switch fault {
      case .otherIssuer: throw .otherIssuer
      case .insecureKeys: throw .insecureKeys
      case .noKeys: throw .noKeys
      }
    } catch is JSONReader.Fault {
      throw .unreadable
    } catch {
      throw .unreachable(reason(error))
    }
  }
}

extension IssuerCheck.Fault: CustomStringConvertible {
  package var description: String {
    switch self {
    case .unreachable(let error): "does not give its documents (\(error))"
    case .unreadable: "gives documents that are no JSON that is taken"
    case .otherIssuer: "names itself otherwise than the settings name it"
    case .insecureKeys: "has its keys at an address that is not https"
    case .noKeys: "has no key that tokens can be checked with"
    }
  }
}
