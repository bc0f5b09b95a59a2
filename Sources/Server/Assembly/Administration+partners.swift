public import CaseCore
import DeadlineAdministration
import OrderedCollections
import StoreBase
import WorkflowFiles

extension Administration {
  /// All that is wrong with an organisation, its roles included: it reads every workflow for that. What its name or region
  /// breaks is in the words of the rule.
  public func faults(of organisation: Organisation) async throws -> [String] {
    var faults = organisation.faults
    let number = organisation.number
    if number.utf8.count != 20 || !number.utf8.allSatisfy(\.isNumberByte) {
      faults.append("«\(number)» is no number of an organisation (OIN): 20 digits or capitals")
    }
    let known = try await roles()
    for role in organisation.roles.sorted() where !known.contains(role) {
      let hint = Spelling.nearest(to: role, in: known).map { "did you mean «\($0)»?" }
      faults.append("no workflow knows the role «\(role)»: \(hint ?? "known are \(known.joined(separator: ", "))")")
    }
    return faults
  }

  /// Every role of a workflow that is published, or is about to be, and those of administrators; in order.
  private func roles() async throws -> [String] {
    let published = try await WorkflowStore(pool).all().compactMap { version in
      // A version that this program cannot read has no roles that it could compare with.
      try? WorkflowFile.load(version.source, name: version.version)
    }
    let folder = try Assembly.readWorkflows(in: settings.workflowsFolder).map(\.workflow)
    return Set((published + folder).flatMap(\.roles.keys) + AdministratorRole.all).sorted()
  }
}

extension UInt8 {
  fileprivate var isNumberByte: Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(self)
  }
}
