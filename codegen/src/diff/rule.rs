//! The catalogue of changes: what each kind means, and what it does to whom.

use std::fmt;

use serde::{Serialize, Serializer};

use super::Step;

/// What a change does to payloads: those that old clients send, and those that old clients have to read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Wire {
    /// Payloads are what they were.
    Same,
    /// Old payloads still work.
    Compatible,
    /// Some payloads work no more: a request was narrowed, or a reply widened.
    Breaks,
}

impl Wire {
    /// The same in words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Same => "payloads are what they were",
            Self::Compatible => "old payloads still work",
            Self::Breaks => "some payloads work no more",
        }
    }
}

/// What a change does to code that uses the generated crate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Rust {
    /// The code is what it was.
    Same,
    /// Code that compiled still does; there may be something new in it.
    Compiles,
    /// Some code that compiled does so no more.
    Breaks,
}

impl Rust {
    /// The same in words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Same => "the code is what it was",
            Self::Compiles => "code that compiled still does",
            Self::Breaks => "some code that compiled does so no more",
        }
    }
}

/// What a change does to what the generated code does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Behaviour {
    /// Nothing.
    Same,
    /// It lets pass what it refused.
    Looser,
    /// It does something else.
    Other,
    /// It refuses what it let pass.
    Stricter,
}

impl Behaviour {
    /// The same in words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Same => "the code does what it did",
            Self::Looser => "it lets pass what it refused",
            Self::Other => "it does something else",
            Self::Stricter => "it refuses what it let pass",
        }
    }
}

/// What a change does to each audience. Where it is nothing to all of them, only the docs have changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Effects {
    /// To payloads.
    pub wire: Wire,
    /// To code.
    pub rust: Rust,
    /// To what that code does.
    pub behaviour: Behaviour,
}

impl Effects {
    /// Whether somebody who changes nothing is worse off.
    #[must_use]
    pub fn breaks(self) -> bool {
        self.wire == Wire::Breaks || self.rust == Rust::Breaks
    }

    /// Whether only descriptions changed.
    #[must_use]
    pub fn docs_only(self) -> bool {
        (self.wire, self.rust, self.behaviour) == (Wire::Same, Rust::Same, Behaviour::Same)
    }

    /// The step of a version that it asks for.
    #[must_use]
    pub fn step(self) -> Step {
        match self {
            _ if self.breaks() => Step::Major,
            Self { rust: Rust::Compiles, .. } | Self { behaviour: Behaviour::Stricter | Behaviour::Other, .. } => {
                Step::Minor
            }
            _ => Step::Patch,
        }
    }
}

macro_rules! rules {
    ($($name:ident = $id:literal, $wire:ident, $rust:ident, $behaviour:ident, $mirror:ident, $meaning:literal;)*) => {
        /// The kinds of changes. The ids are stable: a retired one is not used again.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Rule {
            $(
                #[doc = $meaning]
                $name,
            )*
        }

        impl Rule {
            /// All of them, in the order of the catalogue.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The stable id: `request-field-removed`.
            #[must_use]
            pub fn id(self) -> &'static str {
                match self { $(Self::$name => $id,)* }
            }

            /// What has changed, in one sentence.
            #[must_use]
            pub fn meaning(self) -> &'static str {
                match self { $(Self::$name => $meaning,)* }
            }

            /// The rule of the same change when old and new are swapped.
            #[must_use]
            pub fn mirror(self) -> Self {
                match self { $(Self::$name => Self::$mirror,)* }
            }

            /// What it does to each audience.
            #[must_use]
            pub fn effects(self) -> Effects {
                let (wire, rust, behaviour) = match self {
                    $(Self::$name => (Wire::$wire, Rust::$rust, Behaviour::$behaviour),)*
                };
                Effects { wire, rust, behaviour }
            }
        }
    };
}

// A rule a line: its id; what it does to payloads, to code and to what that code does; its mirror, when old and new are
// swapped; what it means. Effects are those of the worst case: a rule that breaks code may break none of yours.
//
// A member that is added to a reply, a value that is added to an enum and a tag that is added to a choice do not break the
// wire, because what is generated skips unknown members and keeps unknown values; what a limit, a type or a promise said
// was read by it, or by its users, as said.
rules! {
    // Vendors.
    VendorAdded = "vendor-added", Compatible, Compiles, Same, VendorRemoved, "There is a new vendor.";
    VendorRemoved = "vendor-removed", Breaks, Breaks, Same, VendorAdded, "A vendor is gone, and all that was declared for it.";
    VendorBaseUrlChanged = "vendor-base-url-changed", Breaks, Same, Other, VendorBaseUrlChanged, "A vendor's endpoints are at another address.";
    VendorBaseUrlFixed = "vendor-base-url-fixed", Compatible, Compiles, Same, VendorBaseUrlGiven, "A vendor has an address of its own now, where each customer gave one.";
    VendorBaseUrlGiven = "vendor-base-url-given", Breaks, Breaks, Other, VendorBaseUrlFixed, "Each customer has to give an address now, where the vendor had one.";
    VendorCredentialChanged = "vendor-credential-changed", Breaks, Same, Other, VendorCredentialChanged, "A vendor wants its credential in another place or under another name.";
    VendorEnvelopeChanged = "vendor-envelope-changed", Breaks, Same, Other, VendorEnvelopeChanged, "A vendor's replies are wrapped in something else.";
    VendorRefusalsChanged = "vendor-refusals-changed", Same, Same, Other, VendorRefusalsChanged, "Mocks refuse calls with other error codes.";
    VendorDocsChanged = "vendor-docs-changed", Same, Same, Same, VendorDocsChanged, "The description of a vendor is another.";

    // Error codes.
    ErrorCodeAdded = "error-code-added", Compatible, Compiles, Same, ErrorCodeRemoved, "There is a new error code.";
    ErrorCodeRemoved = "error-code-removed", Same, Breaks, Same, ErrorCodeAdded, "An error code is gone; one that comes all the same is kept as unknown.";
    ErrorCodeRenamed = "error-code-renamed", Same, Breaks, Same, ErrorCodeRenamed, "An error code has another name.";
    ErrorCodeRecoded = "error-code-recoded", Breaks, Compiles, Other, ErrorCodeRecoded, "What an error is called belongs to another code.";
    ErrorCodeAdviceChanged = "error-code-advice-changed", Same, Same, Other, ErrorCodeAdviceChanged, "Something else is advised about an error code, and clients do that.";
    ErrorCodeDocsChanged = "error-code-docs-changed", Same, Same, Same, ErrorCodeDocsChanged, "The description of an error code is another.";

    // Endpoints and their pages.
    EndpointAdded = "endpoint-added", Compatible, Compiles, Same, EndpointRemoved, "There is a new endpoint.";
    EndpointRemoved = "endpoint-removed", Breaks, Breaks, Same, EndpointAdded, "An endpoint is gone.";
    EndpointRenamed = "endpoint-renamed", Same, Breaks, Same, EndpointRenamed, "An endpoint has another name, and its module with it.";
    EndpointRouteChanged = "endpoint-route-changed", Breaks, Same, Other, EndpointRouteChanged, "An endpoint is called with another method or at another path.";
    EndpointDeprecated = "endpoint-deprecated", Same, Compiles, Same, EndpointUndeprecated, "The docs advise against an endpoint, and so does the compiler.";
    EndpointUndeprecated = "endpoint-undeprecated", Same, Compiles, Same, EndpointDeprecated, "The docs no longer advise against an endpoint.";
    EndpointDeprecationChanged = "endpoint-deprecation-changed", Same, Same, Same, EndpointDeprecationChanged, "What is said about a deprecated endpoint is something else.";
    EndpointPagingAdded = "endpoint-paging-added", Same, Compiles, Same, EndpointPagingRemoved, "Replies of an endpoint can be asked for page by page.";
    EndpointPagingRemoved = "endpoint-paging-removed", Same, Breaks, Same, EndpointPagingAdded, "Replies of an endpoint can no longer be asked for page by page.";
    EndpointPagingChanged = "endpoint-paging-changed", Same, Same, Other, EndpointPagingChanged, "Another field carries the cursor of an endpoint.";
    EndpointGrantsAdded = "endpoint-grants-added", Compatible, Breaks, Other, EndpointGrantsRemoved, "An endpoint hands out the credential and is called without one.";
    EndpointGrantsRemoved = "endpoint-grants-removed", Breaks, Breaks, Other, EndpointGrantsAdded, "An endpoint no longer hands out the credential, and wants one.";
    EndpointGrantsChanged = "endpoint-grants-changed", Same, Same, Other, EndpointGrantsChanged, "Another field carries the credential that an endpoint hands out, or its lifetime.";
    EndpointPermissionsChanged = "endpoint-permissions-changed", Same, Same, Same, EndpointPermissionsChanged, "Others may call an endpoint.";
    EndpointErrorsChanged = "endpoint-errors-changed", Same, Same, Same, EndpointErrorsChanged, "The page of an endpoint explains other error codes.";
    EndpointExamplesChanged = "endpoint-examples-changed", Same, Same, Same, EndpointExamplesChanged, "The page of an endpoint shows other examples.";
    EndpointDocsChanged = "endpoint-docs-changed", Same, Same, Same, EndpointDocsChanged, "The description of an endpoint is another.";
    PageDocsChanged = "page-docs-changed", Same, Same, Same, PageDocsChanged, "The head of a page is another: its title, its address, its date, its copies, its errata.";

    // Objects, and where types live.
    TypeAdded = "type-added", Compatible, Compiles, Same, TypeRemoved, "An object is newly declared.";
    TypeRemoved = "type-removed", Same, Breaks, Same, TypeAdded, "The declaration of an object is gone.";
    TypeRenamed = "type-renamed", Same, Breaks, Same, TypeRenamed, "An object has another name.";
    TypeMovedToArea = "type-moved-to-area", Same, Compiles, Same, TypeMovedToPage, "A type that one endpoint had belongs to its area now; the endpoint exports it still.";
    TypeMovedToPage = "type-moved-to-page", Same, Breaks, Same, TypeMovedToArea, "A type of an area belongs to one endpoint now.";
    TypeMoved = "type-moved", Same, Breaks, Same, TypeMoved, "A type belongs to another vendor, area or endpoint.";
    TypeRoleWidened = "type-role-widened", Same, Compiles, Other, TypeRoleNarrowed, "A type that was sent or received is both now: it is held and read as both.";
    TypeRoleNarrowed = "type-role-narrowed", Same, Breaks, Other, TypeRoleWidened, "A type that was sent and received is only one of them now.";
    TypeRoleChanged = "type-role-changed", Same, Breaks, Other, TypeRoleChanged, "A type that was sent is received now, or the other way round: it is held and read otherwise.";
    TypeConstructorChanged = "type-constructor-changed", Same, Breaks, Same, TypeConstructorChanged, "The members that an object's constructor takes come in another order.";
    TypeDocsChanged = "type-docs-changed", Same, Same, Same, TypeDocsChanged, "The description of an object is another.";

    // Members.
    RequestOptionalFieldAdded = "request-optional-field-added", Compatible, Compiles, Same, RequestOptionalFieldRemoved, "A request may carry a new member.";
    RequestOptionalFieldRemoved = "request-optional-field-removed", Breaks, Breaks, Same, RequestOptionalFieldAdded, "A request may no longer carry an optional member.";
    RequestRequiredFieldAdded = "request-required-field-added", Breaks, Breaks, Stricter, RequestRequiredFieldRemoved, "A request must carry a new member.";
    RequestRequiredFieldRemoved = "request-required-field-removed", Breaks, Breaks, Looser, RequestRequiredFieldAdded, "A request may no longer carry a member that it had to.";
    ResponseOptionalFieldAdded = "response-optional-field-added", Compatible, Compiles, Same, ResponseOptionalFieldRemoved, "A reply may carry a new member.";
    ResponseOptionalFieldRemoved = "response-optional-field-removed", Compatible, Breaks, Same, ResponseOptionalFieldAdded, "A reply no longer carries a member that was never promised.";
    ResponseRequiredFieldAdded = "response-required-field-added", Compatible, Breaks, Stricter, ResponseRequiredFieldRemoved, "A reply promises a new member; replies without it are no longer read.";
    ResponseRequiredFieldRemoved = "response-required-field-removed", Breaks, Breaks, Looser, ResponseRequiredFieldAdded, "A reply no longer carries a member that it promised.";
    RequestFieldRenamed = "request-field-renamed", Breaks, Breaks, Other, RequestFieldRenamed, "A member of a request has another name, on the wire and in Rust.";
    ResponseFieldRenamed = "response-field-renamed", Breaks, Breaks, Other, ResponseFieldRenamed, "A member of a reply has another name, on the wire and in Rust.";
    RequestFieldRewired = "request-field-rewired", Breaks, Same, Other, RequestFieldRewired, "A member of a request has another name on the wire; Rust calls it what it did.";
    ResponseFieldRewired = "response-field-rewired", Breaks, Same, Other, ResponseFieldRewired, "A member of a reply has another name on the wire; Rust calls it what it did.";
    FieldRustNameChanged = "field-rust-name-changed", Same, Breaks, Same, FieldRustNameChanged, "Rust calls a member something else.";
    RequestFieldTypeChanged = "request-field-type-changed", Breaks, Breaks, Other, RequestFieldTypeChanged, "A member of a request is of another type.";
    ResponseFieldTypeChanged = "response-field-type-changed", Breaks, Breaks, Other, ResponseFieldTypeChanged, "A member of a reply is of another type.";
    RequestFieldTypeWidened = "request-field-type-widened", Compatible, Breaks, Looser, RequestFieldTypeNarrowed, "A member of a request is of a type with more values.";
    RequestFieldTypeNarrowed = "request-field-type-narrowed", Breaks, Breaks, Stricter, RequestFieldTypeWidened, "A member of a request is of a type with fewer values.";
    ResponseFieldTypeWidened = "response-field-type-widened", Breaks, Breaks, Looser, ResponseFieldTypeNarrowed, "A member of a reply is of a type with more values.";
    ResponseFieldTypeNarrowed = "response-field-type-narrowed", Compatible, Breaks, Stricter, ResponseFieldTypeWidened, "A member of a reply is of a type with fewer values.";
    RequestFieldBecameList = "request-field-became-list", Breaks, Breaks, Other, RequestFieldBecameSingle, "A member of a request is a list of what it was.";
    RequestFieldBecameSingle = "request-field-became-single", Breaks, Breaks, Other, RequestFieldBecameList, "A member of a request is no longer a list, but one of what it held.";
    ResponseFieldBecameList = "response-field-became-list", Breaks, Breaks, Other, ResponseFieldBecameSingle, "A member of a reply is a list of what it was.";
    ResponseFieldBecameSingle = "response-field-became-single", Breaks, Breaks, Other, ResponseFieldBecameList, "A member of a reply is no longer a list, but one of what it held.";
    FieldRustTypeChanged = "field-rust-type-changed", Same, Breaks, Same, FieldRustTypeChanged, "A member has another Rust type, and looks the same on the wire.";
    FieldBoxingChanged = "field-boxing-changed", Same, Breaks, Same, FieldBoxingChanged, "A member is boxed, or no longer, because its type contains itself or no longer does.";
    RequestFieldLocationChanged = "request-field-location-changed", Breaks, Same, Other, RequestFieldLocationChanged, "A parameter of a request stands elsewhere: in the query, in a header, in the body.";
    RequestFieldBoolFormChanged = "request-field-bool-form-changed", Breaks, Same, Other, RequestFieldBoolFormChanged, "A bool of a request is written in the other of its two forms: true or 1.";
    ResponseFieldBoolFormChanged = "response-field-bool-form-changed", Compatible, Same, Other, ResponseFieldBoolFormChanged, "A bool of a reply comes in the other of its two forms, true or 1; both are read.";
    RequestFieldBecameRequired = "request-field-became-required", Breaks, Breaks, Stricter, RequestFieldBecameOptional, "A request must carry a member that it could leave out.";
    RequestFieldBecameOptional = "request-field-became-optional", Compatible, Breaks, Looser, RequestFieldBecameRequired, "A request can leave out a member that it had to carry.";
    ResponseFieldBecameRequired = "response-field-became-required", Compatible, Breaks, Stricter, ResponseFieldBecameOptional, "A reply promises a member that it could leave out.";
    ResponseFieldBecameOptional = "response-field-became-optional", Breaks, Breaks, Looser, ResponseFieldBecameRequired, "A reply can leave out a member that it promised.";
    FieldDefaultAdded = "field-default-added", Compatible, Same, Other, FieldDefaultRemoved, "The server is said to assume something where a member is not sent.";
    FieldDefaultRemoved = "field-default-removed", Compatible, Same, Other, FieldDefaultAdded, "It is no longer said what the server assumes where a member is not sent.";
    FieldDefaultChanged = "field-default-changed", Compatible, Same, Other, FieldDefaultChanged, "The server assumes something else where a member is not sent.";
    FieldDeprecated = "field-deprecated", Same, Same, Same, FieldUndeprecated, "The docs advise against a member.";
    FieldUndeprecated = "field-undeprecated", Same, Same, Same, FieldDeprecated, "The docs no longer advise against a member.";
    FieldOtherNameAdded = "field-other-name-added", Compatible, Same, Looser, FieldOtherNameRemoved, "A member is read under one more name.";
    FieldOtherNameRemoved = "field-other-name-removed", Breaks, Same, Stricter, FieldOtherNameAdded, "A member is no longer read under one of its other names.";
    FieldOtherTypeAdded = "field-other-type-added", Compatible, Same, Looser, FieldOtherTypeRemoved, "A member is known to arrive as one more type of JSON, and that is no longer reported.";
    FieldOtherTypeRemoved = "field-other-type-removed", Compatible, Same, Stricter, FieldOtherTypeAdded, "A member that arrives as some other type of JSON is reported again.";
    FieldDocsChanged = "field-docs-changed", Same, Same, Same, FieldDocsChanged, "The description of a member is another.";

    // Limits.
    RequestLimitTightened = "request-limit-tightened", Breaks, Same, Stricter, RequestLimitLoosened, "A limit of what is sent lets fewer values pass.";
    RequestLimitLoosened = "request-limit-loosened", Compatible, Same, Looser, RequestLimitTightened, "A limit of what is sent lets more values pass.";
    RequestLimitChanged = "request-limit-changed", Breaks, Same, Other, RequestLimitChanged, "A limit of what is sent lets other values pass.";
    ResponseLimitTightened = "response-limit-tightened", Compatible, Same, Stricter, ResponseLimitLoosened, "A limit of what is received lets fewer values pass.";
    ResponseLimitLoosened = "response-limit-loosened", Breaks, Same, Looser, ResponseLimitTightened, "A limit of what is received lets more values pass.";
    ResponseLimitChanged = "response-limit-changed", Breaks, Same, Other, ResponseLimitChanged, "A limit of what is received lets other values pass.";

    // Rules about several members.
    RequestConditionAdded = "request-condition-added", Breaks, Same, Stricter, RequestConditionRemoved, "A member of a request is required or forbidden under a condition.";
    RequestConditionRemoved = "request-condition-removed", Compatible, Same, Looser, RequestConditionAdded, "A member of a request is no longer required or forbidden under a condition.";
    RequestConditionChanged = "request-condition-changed", Breaks, Same, Other, RequestConditionChanged, "A member of a request is required or forbidden under another condition.";
    ResponseConditionAdded = "response-condition-added", Compatible, Same, Stricter, ResponseConditionRemoved, "A member of a reply is required or forbidden under a condition.";
    ResponseConditionRemoved = "response-condition-removed", Breaks, Same, Looser, ResponseConditionAdded, "A member of a reply is no longer required or forbidden under a condition.";
    ResponseConditionChanged = "response-condition-changed", Breaks, Same, Other, ResponseConditionChanged, "A member of a reply is required or forbidden under another condition.";
    RequestGroupAdded = "request-group-added", Breaks, Same, Stricter, RequestGroupRemoved, "There is a new rule about several members of a request.";
    RequestGroupRemoved = "request-group-removed", Compatible, Same, Looser, RequestGroupAdded, "A rule about several members of a request is gone.";
    RequestGroupChanged = "request-group-changed", Breaks, Same, Other, RequestGroupChanged, "A rule about several members of a request asks for something else.";
    ResponseGroupAdded = "response-group-added", Compatible, Same, Stricter, ResponseGroupRemoved, "There is a new rule about several members of a reply.";
    ResponseGroupRemoved = "response-group-removed", Breaks, Same, Looser, ResponseGroupAdded, "A rule about several members of a reply is gone.";
    ResponseGroupChanged = "response-group-changed", Breaks, Same, Other, ResponseGroupChanged, "A rule about several members of a reply asks for something else.";

    // Choices.
    ChoiceRenamed = "choice-renamed", Same, Breaks, Same, ChoiceRenamed, "Rust calls a choice, or the enum of its variants, something else.";
    ChoiceTagChanged = "choice-tag-changed", Breaks, Compiles, Other, ChoiceTagChanged, "The tag of a choice is another member, or of another type.";
    ChoiceDocsChanged = "choice-docs-changed", Same, Same, Same, ChoiceDocsChanged, "The description of a choice is another.";
    RequestVariantAdded = "request-variant-added", Compatible, Compiles, Looser, RequestVariantRemoved, "A choice of a request has a new variant.";
    RequestVariantRemoved = "request-variant-removed", Breaks, Breaks, Stricter, RequestVariantAdded, "A choice of a request no longer has one of its variants.";
    ResponseVariantAdded = "response-variant-added", Compatible, Compiles, Other, ResponseVariantRemoved, "A choice of a reply has a new variant, which was read as unknown.";
    ResponseVariantRemoved = "response-variant-removed", Compatible, Breaks, Other, ResponseVariantAdded, "A choice of a reply no longer has one of its variants, which is read as unknown.";
    VariantRenamed = "variant-renamed", Same, Breaks, Same, VariantRenamed, "Rust calls a variant of a choice something else.";
    VariantRewired = "variant-rewired", Breaks, Compiles, Other, VariantRewired, "Another tag stands for a variant of a choice.";
    VariantTypeChanged = "variant-type-changed", Breaks, Breaks, Other, VariantTypeChanged, "A tag selects another member, or one of another type.";
    VariantDocsChanged = "variant-docs-changed", Same, Same, Same, VariantDocsChanged, "The description of a variant is another.";

    // Enums.
    EnumAdded = "enum-added", Compatible, Compiles, Same, EnumRemoved, "An enum is newly declared.";
    EnumRemoved = "enum-removed", Same, Breaks, Same, EnumAdded, "The declaration of an enum is gone.";
    EnumRenamed = "enum-renamed", Same, Breaks, Same, EnumRenamed, "An enum has another name.";
    EnumClosed = "enum-closed", Breaks, Compiles, Stricter, EnumOpened, "What is sent may carry the listed values of an enum alone.";
    EnumOpened = "enum-opened", Compatible, Breaks, Looser, EnumClosed, "What is sent may carry values that an enum does not list.";
    EnumWireChanged = "enum-wire-changed", Breaks, Breaks, Other, EnumWireChanged, "The values of an enum are of another type on the wire.";
    EnumDocsChanged = "enum-docs-changed", Same, Same, Same, EnumDocsChanged, "The description of an enum is another.";
    RequestEnumValueAdded = "request-enum-value-added", Compatible, Compiles, Looser, RequestEnumValueRemoved, "A request may carry a new value of an enum.";
    RequestEnumValueRemoved = "request-enum-value-removed", Breaks, Breaks, Stricter, RequestEnumValueAdded, "A request may no longer carry a value of an enum.";
    ResponseEnumValueAdded = "response-enum-value-added", Compatible, Compiles, Other, ResponseEnumValueRemoved, "A reply may carry a new value of an enum, which was read as unknown.";
    ResponseEnumValueRemoved = "response-enum-value-removed", Compatible, Breaks, Other, ResponseEnumValueAdded, "A reply no longer carries a value of an enum; if it does, it is read as unknown.";
    EnumValueRenamed = "enum-value-renamed", Same, Breaks, Same, EnumValueRenamed, "Rust calls a value of an enum something else.";
    EnumValueRewired = "enum-value-rewired", Breaks, Compiles, Other, EnumValueRewired, "A value of an enum is another on the wire.";
    EnumValueDocsChanged = "enum-value-docs-changed", Same, Same, Same, EnumValueDocsChanged, "The description of an enum's value is another.";

    // Named scalars.
    ScalarAdded = "scalar-added", Compatible, Compiles, Same, ScalarRemoved, "A named scalar is newly declared.";
    ScalarRemoved = "scalar-removed", Same, Breaks, Same, ScalarAdded, "The declaration of a named scalar is gone.";
    ScalarRenamed = "scalar-renamed", Same, Breaks, Same, ScalarRenamed, "A named scalar has another name.";
    ScalarWireChanged = "scalar-wire-changed", Breaks, Breaks, Other, ScalarWireChanged, "A named scalar is of another type on the wire.";
    ScalarChecked = "scalar-checked", Same, Compiles, Same, ScalarUnchecked, "A named scalar has limits of its own for the first time, and so it can be validated by itself.";
    ScalarUnchecked = "scalar-unchecked", Same, Breaks, Same, ScalarChecked, "A named scalar has no limits of its own any more, and so it cannot be validated by itself.";
    ScalarHidden = "scalar-hidden", Same, Breaks, Other, ScalarShown, "The value of a named scalar is a secret now, and is no longer shown.";
    ScalarShown = "scalar-shown", Same, Compiles, Other, ScalarHidden, "The value of a named scalar is no secret any more.";
    ScalarDocsChanged = "scalar-docs-changed", Same, Same, Same, ScalarDocsChanged, "The description of a named scalar is another.";
}

impl Rule {
    /// The rule of this id.
    #[must_use]
    pub fn of_id(id: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|rule| rule.id() == id)
    }

    /// The page about it: what it means, and what it does to each audience, in words.
    #[must_use]
    pub fn explain(self) -> String {
        let Effects { wire, rust, behaviour } = self.effects();
        let docs =
            if self.effects().docs_only() { "\nOnly descriptions change: nobody has to do anything.\n" } else { "" };
        let step = match self.effects().step() {
            Step::None => "none",
            Step::Patch => "a patch",
            Step::Minor => "a minor one",
            Step::Major => "a major one",
        };
        let back = match self.mirror() {
            mirror if mirror == self => String::new(),
            mirror => format!("\nThe other way round it is `{mirror}`.\n"),
        };
        format!(
            "# {self}\n\n{}\n\n- wire: {}\n- Rust: {}\n- behaviour: {}\n- step of the version: {step}\n{docs}{back}",
            self.meaning(),
            wire.words(),
            rust.words(),
            behaviour.words(),
        )
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}

impl Serialize for Rule {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.id())
    }
}
