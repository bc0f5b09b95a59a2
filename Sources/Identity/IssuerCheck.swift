import StrictJSON

/// Asks an issuer once for what the service needs of it, and says why that cannot be used.
package enum IssuerCheck {
  package enum Fault: Error, Sendable, Hashable {
    /// Nobody answered, or with something else; by the name of the error, which has no address.
    case unreachable(String)
    case unreadable, otherIssuer, insecureKeys, noKeys
  }

  /// - Returns: how many keys it has that tokens can be checked with.
  package static func keyCount(
    of configuration: IssuerConfiguration,
    fetch: @escaping IssuerFetch
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
      throw .unreachable("\(type(of: error))")
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
