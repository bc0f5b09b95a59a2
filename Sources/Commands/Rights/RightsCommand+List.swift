import ArgumentParser
import CaseCore
import Identity
import OrderedCollections
import Server
import StoreAdministration
import StoreBase

extension RightsCommand {
  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Lists what roles may do and see, where an organisation takes part, or what a person did.",
      discussion: """
        Without more, of every role of every workflow that is published, in its highest version. With --organisation also how many running
        cases it can read, by role. Which roles a person has the service does not know: the identity provider says it in each token. So with
        --person it counts what that person did, by organisation, role and command, to be compared with the list of the provider. That reads
        the whole journal of the period and needs the keyring. It is not on record that this was asked: keep that with the review.

        Example: casusregie rights list --config casusregie.json --role gemeente
        """
    )

    @OptionGroup var options: SettingsOptions
    @Option(help: "Only this role, by its key.") var role: String?
    @Option(help: "Only the roles of the organisation with this number.") var organisation: String?
    @Option(
      help: "The acts of this person, by the id (sub) of the identity provider; name/id for one of the file of issuers."
    ) var person: String?
    @Option(help: "Only of this workflow, by its key.") var workflow: String?
    @Option(help: "This version of the workflow.") var workflowVersion: String?
    @Option(help: "With --person: how many days back, 1 to \(PersonActs.mostDays).") var days: Int?
    @Option(help: "How it is written: text or json, an object a line.") var format = Format.text

    private static let usualDays = 92

    func validate() throws {
      guard [role, organisation, person].compactMap(\.self).count <= 1 else {
        throw ValidationError("Give one of --role, --organisation and --person.")
      }
      guard workflowVersion == nil || workflow != nil else {
        throw ValidationError("--workflow-version asks for --workflow.")
      }
      guard person == nil || workflow == nil else { throw ValidationError("--workflow does not go with --person.") }
      guard days == nil || person != nil else { throw ValidationError("--days asks for --person.") }
      guard (1...PersonActs.mostDays).contains(days ?? 1) else {
        throw ValidationError("--days: from 1 to \(PersonActs.mostDays).")
      }
    }

    func run() async throws {
      try await reporting {
        let administration = try Administration(await options.read())
        if let person { return try await list(person: person, administration) }
        let rights = try await administration.rights(of: workflow, version: workflowVersion)
        if let organisation { return try await list(organisation: organisation, rights, administration) }
        let known = rights.flatMap(\.workflow.roles.keys)
        if let role, !known.contains(role) { throw Failure("no workflow that is published has the role «\(role)»") }
        for one in rights {
          for key in one.workflow.roles.keys where role == nil || key == role { try show(key, one) }
        }
      }
    }

    private func show(_ role: String, _ rights: Administration.WorkflowRights) throws {
      switch format {
      case .text: print(RoleRightsText(role, rights).text)
      case .json: print(try RightsCommand.json(RoleRightsJSON(role, rights)))
      }
    }

    private func list(
      organisation number: String,
      _ rights: [Administration.WorkflowRights],
      _ administration: Administration
    ) async throws {
      guard let review = try await administration.review(of: number) else {
        throw Failure("no organisation has the number \(number)")
      }
      switch format {
      case .text: print(review.text)
      case .json: print(try RightsCommand.json(OrganisationReviewJSON(review)))
      }
      for role in review.registered.organisation.roles.sorted() {
        for one in rights where one.workflow.roles[role] != nil { try show(role, one) }
      }
    }

    private func list(person: String, _ administration: Administration) async throws {
      let subject: String
      do throws(TokenFault) { subject = try TokenClaims.person(person) } catch {
        throw Failure("--person: one line of at most 255 characters that can all be seen")
      }
      let days = days ?? Self.usualDays
      let report = try await administration.acts(of: subject, days: days)
      switch format {
      case .text: print(report.text(days: days))
      case .json: for line in PersonActsLine.lines(report, days: days) { print(try RightsCommand.json(line)) }
      }
      guard report.unreadable == 0 else {
        throw Failure(
          "\(report.unreadable) commands could not be read, and whose they are is not known: see journal verify"
        )
      }
    }
  }
}
