"""The project's settings: one file, the environment decides.

Every variable read here is named in docs/operations.md. A value that cannot be
understood stops the start with a sentence naming the variable.
"""

import os
from pathlib import Path

import dj_database_url
import pghistory
import pgtrigger
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(os.environ.get("BCF_VAR_DIR", BASE_DIR / "var"))


def env_bool(name: str, default: bool) -> bool:
    """Read a yes/no variable; refuse anything that is neither."""
    value = os.environ.get(name, "").strip().lower()
    if not value:
        return default
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    raise ImproperlyConfigured(f"{name} is {value!r}; write true or false")


def env_list(name: str, default: str) -> list[str]:
    """Read a comma-separated variable."""
    return [part.strip() for part in os.environ.get(name, default).split(",") if part.strip()]


DEBUG = env_bool("DEBUG", True)
SECRET_KEY = os.environ.get("SECRET_KEY", "")
if not SECRET_KEY:
    if not DEBUG:
        raise ImproperlyConfigured("SECRET_KEY is needed when DEBUG is false")
    SECRET_KEY = "only-for-development-" + "x" * 40
ALLOWED_HOSTS = env_list("ALLOWED_HOSTS", "127.0.0.1,localhost" if DEBUG else "")
CSRF_TRUSTED_ORIGINS = env_list("CSRF_TRUSTED_ORIGINS", "")

INSTALLED_APPS = [
    "bcf.boards",
    "bcf.people",
    "bcf.editions",
    "bcf.submissions",
    "bcf.answers",
    "bcf.checks",
    "bcf.approvals",
    "bcf.workbooks",
    "bcf.official",
    "bcf.pages",
    "bcf.documents",
    "bcf.imports",
    "bcf.search",
    "bcf.localdb",
    "bcf.examples",
    "schemes",
    "metrics",
    "returns",
    "bcf.apps.BcfAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "allauth",
    "allauth.account",
    "crispy_forms",
    "csp",
    "import_export",
    "pgtrigger",
    "pghistory",
]

MIDDLEWARE = [
    "bcf.logs.ReferenceMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "pghistory.middleware.HistoryMiddleware",
    "bcf.pages.middleware.RefusedMiddleware",
]

ROOT_URLCONF = "bcf.urls"
WSGI_APPLICATION = "bcf.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "builtins": ["bcf.templatetags.bcf"],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = ["bcf"]
CRISPY_TEMPLATE_PACK = "bcf"

# The embedded server is for development and tests only: a production start whose
# DATABASE_URL is missing or mistyped must fail, never open an empty database.
if os.environ.get("DATABASE_URL"):
    DATABASES = {"default": dj_database_url.config(conn_max_age=60, conn_health_checks=True)}
    # The planner's just-in-time compilation costs more than the checks themselves.
    DATABASES["default"].setdefault("OPTIONS", {})["options"] = "-c jit=off"
elif DEBUG:
    DATABASES = {
        "default": {
            "ENGINE": "bcf.localdb",
            "NAME": "bcf",
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": {"options": "-c jit=off"},
        }
    }
else:
    raise ImproperlyConfigured("DATABASE_URL is needed when DEBUG is false")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "bcf.people.adapter.ClosedAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_PREVENT_ENUMERATION = True
# An address without an account gets no mail, which would have offered it a sign-up.
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_FORMS = {
    "login": "bcf.people.forms.SignInForm",
    "change_password": "bcf.people.forms.ChangePasswordForm",
    "reset_password": "bcf.people.forms.ForgottenPasswordForm",
    "reset_password_from_key": "bcf.people.forms.NewPasswordForm",
}
CSRF_FAILURE_VIEW = "bcf.errors.csrf_failed"
SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
    }
}

# Development keeps Django's own readable log.
if not DEBUG:
    LOGGING = {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": "bcf.logs.JsonFormatter"}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
        "loggers": {"django": {"handlers": [], "level": "INFO", "propagate": True}},
        "root": {"handlers": ["stderr"], "level": "INFO"},
    }

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
# Numbers are written by our own filters, so that a page and a workbook agree.
USE_THOUSAND_SEPARATOR = False

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
# build/static is made by `make install` from the front-end packages: see bcf/frontend.py.
STATICFILES_DIRS = [BASE_DIR / "static", BASE_DIR / "build" / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
# In development and in tests files are served where they stand, with nothing to collect.
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = DEBUG
EMAIL_BACKEND = os.environ.get(
    "EMAIL_BACKEND",
    "django.core.mail.backends.console.EmailBackend"
    if DEBUG
    else "django.core.mail.backends.smtp.EmailBackend",
)

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "frame-ancestors": ["'none'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if not DEBUG:
    SECURE_SSL_REDIRECT = env_bool("SECURE_SSL_REDIRECT", True)
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True

# History: one event a statement and row, the context inside it, never changed afterwards.
PGHISTORY_LEVEL = pgtrigger.Statement
PGHISTORY_APPEND_ONLY = True
PGHISTORY_CONTEXT_FIELD = pghistory.ContextJSONField()
PGHISTORY_BASE_MODEL = "bcf.history.Event"

# The kinds of section that editions may name, resolved when first used.
BCF_SECTIONS = [
    "bcf.answers.sections.Questions",
    "bcf.answers.sections.FixedRows",
    "bcf.answers.sections.Records",
    "schemes.sections.Income",
    "schemes.sections.Expenditure",
    "metrics.sections.Targets",
    "metrics.sections.Capacity",
]
# What lays each kind of section out in the workbook.
BCF_SHEETS = {
    "bcf.answers.sections.Questions": "bcf.workbooks.questions.QUESTIONS",
    "bcf.answers.sections.FixedRows": "bcf.workbooks.answered.FIXED_ROWS",
    "bcf.answers.sections.Records": "bcf.workbooks.answered.RECORDS",
    "schemes.sections.Income": "schemes.workbook.income.INCOME",
    "schemes.sections.Expenditure": "schemes.workbook.expenditure.EXPENDITURE",
    "metrics.sections.Targets": "metrics.workbook.TARGETS",
    "metrics.sections.Capacity": "metrics.workbook.MONTHS",
}
# What lists the figures that formulas of an official file may be said to amount to.
BCF_FIGURES = ["schemes.workbook.known.money_figures"]
# What gives the texts that people write, each from where it keeps them.
BCF_TEXTS = [
    "bcf.answers.texts.answers",
    "schemes.texts.scheme_names",
    "schemes.texts.descriptions",
    "schemes.texts.comments",
]
# What texts may name in a plan, and quote figures of.
BCF_MENTIONS = ["schemes.mentions.standing.Schemes", "metrics.mentions.Metrics"]
# The pages of a submission that help with questions, by their names, and what they are called.
BCF_HELP_PAGES = {"uplift": "Where the uplift went"}
# The modules whose rules editions may name.
BCF_RULES = [
    "bcf.checks.needed",
    "bcf.checks.signed",
    "bcf.checks.finished",
    "bcf.checks.lengths",
    "bcf.approvals.checks",
    "bcf.documents.checks",
    "schemes.checks",
    "metrics.checks",
]
# What makes answers agree that are made up one by one, by kind of section.
BCF_MADE_UP = {
    "metrics.sections.Targets": "metrics.made_up.targets",
    "metrics.sections.Capacity": "metrics.made_up.months",
}
FIXTURES = BASE_DIR / "fixtures"
IMPORT_EXPORT_ESCAPE_FORMULAE_ON_EXPORT = True
IMPORT_EXPORT_USE_TRANSACTIONS = True
